/*
 * keys - which column of a schema a JSON key is
 */
#ifndef KDD_KEYS_H
#define KDD_KEYS_H

#include <stdbool.h>

#include "dict.h"
#include "schema.h"

struct kdd_keys {
	struct kdd_schema *schema;	/* borrowed; discover adds to it */
	bool		 discover;	/* a new key is a new column */
	struct kdd_dict	 key;
	uint32_t	*column;	/* [key.n]: or KDD_NO_COLUMN */
	uint32_t	 ncolumns;	/* that a key can be */
	bool		 full, no_memory;	/* a key could not be added */
};

void	 kdd_keys_init(struct kdd_keys *k, struct kdd_schema *schema,
	    bool discover);
/*
 * Take in the columns that are known, and lead more, kdd.model, kdd.class
 * and kdd.score, as the columns behind them.  With discover and no columns
 * yet, the label (NULL: "label") is the first.  Returns 0, or -1 when out of
 * memory.
 */
int	 kdd_keys_start(struct kdd_keys *k, uint32_t lead, const char *label);
/* The column, or KDD_NO_COLUMN: for jsonrow.h, arg is the struct. */
uint32_t kdd_keys_column(void *arg, const char *key, size_t n);
/* Was there room for all new keys?  0, or -1 with e saying what to do. */
int	 kdd_keys_check(const struct kdd_keys *k, struct kdd_error *e);
void	 kdd_keys_release(struct kdd_keys *k);

#endif
