/*
 * decimal - the double nearest to a decimal of any length and exponent
 *
 * The exact way that num takes when a number is not short: 128-bit integers
 * for up to 19 digits and small exponents, natural numbers on the stack for
 * all others.  Right for every IEEE 754 double, subnormal ones too; a tie
 * goes to the even one.
 * A low module: only num uses it.
 */
#ifndef KDD_DECIMAL_H
#define KDD_DECIMAL_H

#include <stdint.h>

/* w * 10^e, in a few steps, for w > 0 and |e| <= KDD_DECIMAL_NEAR. */
#define KDD_DECIMAL_NEAR 27
double	kdd_decimal_near(uint64_t w, int e);

/*
 * The digits from p to end, with at most one point, which is passed over,
 * times 10^e: "1.25" with e = -2 is 1.25.  |e| may be up to 2^62.
 * Digits beyond the 800th cost no more than a look whether they are 0.
 */
double	kdd_decimal(const char *p, const char *end, int64_t e);

#endif
