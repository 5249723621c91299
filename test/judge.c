/*
 * judge - verdicts by the C that kdd-compile makes of a model "classes"
 *
 * Reads plain rows on stdin; writes class and score of each.  Fails if the
 * unrounded score and the one in millionths do not belong together.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern unsigned classes_leaf(const double *, const char *const *);
extern const char *classes_class(unsigned);
extern unsigned classes_millionths(unsigned);
extern double classes_score(unsigned);

int
main(void)
{
	char line[4096];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		double number[64];
		const char *category[64];
		char *s = line;
		unsigned n = 0, leaf, m;

		line[strcspn(line, "\n")] = '\0';
		for (n = 0; s != NULL && n < 64; n++) {
			char *field = strsep(&s, ",");

			category[n] = *field ? field : NULL;
			number[n] = *field ? strtod(field, NULL) : NAN;
		}
		leaf = classes_leaf(number, category);
		m = classes_millionths(leaf);
		if (fabs(classes_score(leaf) * 1e6 - m) > 0.5000001)
			return 1;
		printf("%s,%u.%06u\n", classes_class(leaf),
		    m / 1000000, m % 1000000);
	}
	return 0;
}
