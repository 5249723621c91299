/*
 * emit_dot - a model as a picture, in the language of Graphviz
 *
 *	kdd-compile -f dot m.kdt | dot -Tsvg > m.svg
 *
 * A box for each node: an inner one has its test and its rows, in the words
 * of kdd-compile(1)'s rules; a leaf its class, score and rows, filled with
 * the colour of its class: grey if it is quiet, else one of the seven of
 * Okabe and Ito (Color Universal Design, 2008), again from the first for an
 * eighth.  Edges are as thick as the square root of their share of the rows.
 *
 * Long names and sets are shortened; the tooltip of the box, which SVG shows
 * under the pointer, has all, and the rows of each class.  Bytes that are not
 * UTF-8 stand as \xHH.
 */
#ifndef KDD_EMIT_DOT_H
#define KDD_EMIT_DOT_H

#include "model.h"

/* Append the graph to b; look at b->failed afterwards. */
void	kdd_emit_dot(struct kdd_buf *b, const struct kdd_model *m);

#endif
