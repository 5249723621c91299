/*
 * json - strings and numbers as JSON (RFC 8259) writes them
 *
 * Whatever the bytes are, the result is one valid JSON string: control
 * bytes, quotes and backslashes are escaped, and each byte that is not part
 * of valid UTF-8 becomes U+FFFD.  A low module: it knows nothing of rows.
 */
#ifndef KDD_JSON_H
#define KDD_JSON_H

#include "buf.h"

void	kdd_json_string(struct kdd_buf *b, const char *s);

/* Bytes that n bytes may need as a string. */
#define KDD_JSON_ROOM(n) (6 * (size_t)(n) + 2)

/* Write n bytes as a string to where there is room; returns its end. */
char	*kdd_json_put(char *to, const char *s, size_t n);
/* The same without the quotes around it: a part of a string. */
char	*kdd_json_text(char *to, const char *s, size_t n);
/* Is this a number as JSON writes them: no sign +, no .5, no 5., no 05? */
bool	kdd_json_is_number(const char *s, size_t n);

#endif
