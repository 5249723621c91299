/*
 * utf8 - which bytes are UTF-8
 *
 * As Unicode 15 has it (table 3-7): no surrogates, nothing above U+10FFFF,
 * each character in its shortest form.  A low module: it knows bytes alone.
 */
#ifndef KDD_UTF8_H
#define KDD_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character that n > 0 bytes begin with; 0: of none. */
size_t	kdd_utf8_length(const char *s, size_t n);
/* Is all of it characters? */
bool	kdd_utf8_ok(const char *s);

#endif
