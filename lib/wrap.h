/*
 * wrap - words into lines of at most 80 columns, for pages that people read
 *
 * A low module: it knows spaces, UTF-8 and nothing else.
 */
#ifndef KDD_WRAP_H
#define KDD_WRAP_H

#include "buf.h"

/*
 * Append the words of n bytes, which stand one space apart, then a newline.
 * The first goes on where b's last line ends; lines behind it begin with
 * indent spaces.  A word that is longer than a line stays whole.
 */
void	kdd_wrap(struct kdd_buf *b, const char *s, size_t n, size_t indent);

#endif
