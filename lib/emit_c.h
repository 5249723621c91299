/*
 * emit_c - a model as C
 *
 * One self-contained C99 file, also valid C++: tables and a loop, no heap,
 * no input or output.  Its functions start with the model's name, in which
 * each byte that C does not allow became an underscore.  Verdicts and scores
 * are exactly the text model's.
 */
#ifndef KDD_EMIT_C_H
#define KDD_EMIT_C_H

#include "model.h"

/*
 * A string literal, as C and awk have it.  Bytes that are not plain, and those
 * of also, are octal escapes of three digits, so that nothing joins them.
 */
void	kdd_emit_c_string(struct kdd_buf *b, const char *s, size_t n,
	    const char *also);

/* A function's name: the model's, as said above, '_', and rest. */
void	kdd_emit_c_name(struct kdd_buf *b, const char *model,
	    const char *rest);

/* The prototypes of the functions, for C and C++. */
void	kdd_emit_h(struct kdd_buf *b, const struct kdd_model *m);

/*
 * Append the file to b; look at b->failed afterwards.  With a text (the
 * model's own .kdt), also the symbol that so.h opens.
 */
void	kdd_emit_c(struct kdd_buf *b, const struct kdd_model *m,
	    const struct kdd_buf *text);

#endif
