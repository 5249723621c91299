/*
 * emit_json - a model as one JSON document, for programs in any language
 *
 * All that the .kdt holds, see kdd-compile(1) and models/model.schema.json:
 * a line for each column, class, label, option and node, so that two of them
 * can be compared with diff(1).  The nodes are an array in preorder with the
 * numbers of the children, so a deep tree is not a deep document.
 *
 * JSON is UTF-8, and a name or value that is none would be another one there.
 * Such a model is refused rather than changed.
 */
#ifndef KDD_EMIT_JSON_H
#define KDD_EMIT_JSON_H

#include "error.h"
#include "model.h"

/* Of the form: it grows when a member goes, comes or changes. */
#define KDD_MODEL_JSON_VERSION 1

/* 0, or -1 with e saying what in the model JSON cannot hold. */
int	kdd_emit_json_check(const struct kdd_model *m, struct kdd_error *e);
/*
 * Append the document of a model that passes to b; look at b->failed
 * afterwards.
 */
void	kdd_emit_json(struct kdd_buf *b, const struct kdd_model *m);

#endif
