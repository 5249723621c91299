/*
 * emit_awk - a model as an awk program (POSIX)
 *
 *	LC_ALL=C awk -f dos.awk rows		alerts
 *	LC_ALL=C awk -v all=1 -f dos.awk rows	every verdict
 *
 * It writes what kdd-classify does: model, class and score before each row,
 * and a header or Zeek's lines with # likewise.  Numbers are read by awk's
 * own conversion once their form is checked.  Rows that awk cannot take apart
 * as the model wants (a quote, too few or too many fields) are counted, and
 * make the status 3.  Deep trees become several functions, since awks differ
 * in how far they nest.
 */
#ifndef KDD_EMIT_AWK_H
#define KDD_EMIT_AWK_H

#include "model.h"

/* 0, or -1 with e set: the model's rows are JSON. */
int	kdd_emit_awk_check(const struct kdd_model *m, struct kdd_error *e);
/* Append the program to b; look at b->failed afterwards. */
void	kdd_emit_awk(struct kdd_buf *b, const struct kdd_model *m);

#endif
