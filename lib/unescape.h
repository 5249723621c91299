/*
 * unescape - the text of a string as JSON (RFC 8259) writes it
 *
 * The other way round from json.h.  A pair of surrogates is one character;
 * each half that stands alone becomes U+FFFD.  Bytes that are not UTF-8 are
 * kept.  A low module: it knows nothing of rows.
 */
#ifndef KDD_UNESCAPE_H
#define KDD_UNESCAPE_H

#include "buf.h"
#include "span.h"

/*
 * Append the text of a string, which lies between its quotes at p.  Its
 * escapes must be valid; who calls this has a parser that looked.  \u0000
 * becomes U+FFFD, since no text of ours holds a NUL; by the other a NUL.
 */
void	kdd_unescape(struct kdd_buf *b, const char *p, size_t n);
void	kdd_unescape_nul(struct kdd_buf *b, const char *p, size_t n);
/*
 * The string that yajl has just read, n bytes at p, of text: append it, and
 * return where it lies there.  yajl hands out a string where it lies, unless
 * it has escapes: then a copy, in which it joins halves of surrogate pairs
 * that do not belong together (and its releases differ in how).  So that one
 * is found by its closing quote, the last of the bytes that were consumed.
 */
const char *kdd_unescape_read(struct kdd_buf *b, struct kdd_span text,
	    size_t consumed, const char *p, size_t n);

#endif
