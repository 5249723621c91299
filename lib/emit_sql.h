/*
 * emit_sql - a model as a query, for PostgreSQL, DuckDB and SQLite
 *
 * The query reads a table called connections, whose columns have the names
 * and kinds of the model's: numbers (double precision), texts.  It gives all
 * of its columns and model, class and score, besides the number of the leaf.
 * A missing value is NULL; a text that is none of the column's values goes as
 * a missing one does.  SQLite nests expressions less deep than trees are: a
 * deep tree is walked in steps, each a common table expression.
 *
 * A cut is written as the shortest decimal that reads back, with an exponent
 * so that no dialect takes it for a decimal of fixed point.  SQLite before
 * 3.47 does not round all of them right.
 */
#ifndef KDD_EMIT_SQL_H
#define KDD_EMIT_SQL_H

#include "model.h"

/*
 * 0, or -1 with e set: a name, a class or a value is not UTF-8, or a name is
 * too long for PostgreSQL.
 */
int	kdd_emit_sql_check(const struct kdd_model *m, struct kdd_error *e);
/* Append the query to b; look at b->failed afterwards. */
void	kdd_emit_sql(struct kdd_buf *b, const struct kdd_model *m);

#endif
