/*
 * plain - plain decimals in a word, from which their very text comes back
 *
 * A plain decimal is an optional minus, digits without needless zeros in
 * front, and perhaps a point and 1 to 31 digits; its digits, without the
 * point, are a number below 2^57.  So "0.50" and "0.5" are different words.
 * While it is open whether a column holds numbers or names, most numbers are
 * kept in this way: in 8 bytes, and yet nothing of their text is lost.
 */
#ifndef KDD_PLAIN_H
#define KDD_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KDD_PLAIN_BITS	63	/* of a word; the highest is 0 */
#define KDD_PLAIN_MAX	40	/* bytes of its text */

/* Is the text a plain decimal?  Then *word is set. */
bool	kdd_plain_pack(const char *s, size_t n, uint64_t *word);
/* The text of a word, without a NUL; returns its length. */
size_t	kdd_plain_text(uint64_t word, char text[KDD_PLAIN_MAX]);
/* Its value, as kdd_num_parse() reads the text. */
double	kdd_plain_value(uint64_t word);

#endif
