/*
 * json - strings as JSON (RFC 8259) writes them
 *
 * Whatever the bytes are, the result is one valid JSON string: control
 * bytes, quotes and backslashes are escaped, and each byte that is not part
 * of valid UTF-8 becomes U+FFFD.  A low module: it knows nothing of rows.
 */
#ifndef KDD_JSON_H
#define KDD_JSON_H

#include "buf.h"

void	kdd_json_string(struct kdd_buf *b, const char *s);

#endif
