/*
 * emit_info - a page about a model, for people
 *
 * What it tells apart, and the labels of each class; the form of the rows and
 * their columns; what it was trained on and how, and what cross-validation
 * found; how important which columns are; its size, and the leaves that most
 * training rows reached.  80 columns, where names are no longer than usual;
 * names stand as in token.h.  See kdd-compile(1).
 */
#ifndef KDD_EMIT_INFO_H
#define KDD_EMIT_INFO_H

#include "model.h"

/* Append the page to b; look at b->failed afterwards. */
void	kdd_emit_info(struct kdd_buf *b, const struct kdd_model *m);

#endif
