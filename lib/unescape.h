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

/*
 * Append the text of a string, which lies between its quotes at p.  Its
 * escapes must be valid; who calls this has a parser that looked.  \u0000
 * becomes U+FFFD, since no text of ours holds a NUL; by the other a NUL.
 */
void	kdd_unescape(struct kdd_buf *b, const char *p, size_t n);
void	kdd_unescape_nul(struct kdd_buf *b, const char *p, size_t n);
/* Where the text of a string of text starts whose closing quote is at end. */
const char *kdd_unescape_start(const char *text, const char *end);

#endif
