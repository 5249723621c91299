#include "near.h"

#include <stdio.h>
#include <string.h>

#define LENGTH_MAX 64	/* bytes; a longer name is near to none */

static uint32_t
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

void
kdd_near_init(struct kdd_near *n, const char *asked)
{
	size_t length = strlen(asked);

	n->asked = asked;
	n->edits = length > LENGTH_MAX ? 0 : length < 3 ? 1 :
	    length < 5 ? 2 : 3;
	n->hint[0] = '\0';
}

/*
 * The edits from a to b, case aside.  row[0] holds those from the bytes of a
 * so far to each start of b; row[1] and row[2] those of one and two fewer.
 */
static uint32_t
distance(const char *a, const char *b)
{
	uint32_t row[3][LENGTH_MAX + 1];
	size_t na = strlen(a), nb = strlen(b);

	for (uint32_t k = 0; k <= nb; k++)
		row[0][k] = k;
	for (uint32_t i = 1; i <= na; i++) {
		memmove(row[1], row[0], 2 * sizeof(*row));
		row[0][0] = i;
		for (uint32_t k = 1; k <= nb; k++) {
			char x = lower(a[i - 1]), y = lower(b[k - 1]);

			row[0][k] = least(row[1][k - 1] + (x != y),
			    least(row[0][k - 1], row[1][k]) + 1);
			if (i > 1 && k > 1 && x == lower(b[k - 2]) &&
			    y == lower(a[i - 2]))
				row[0][k] = least(row[0][k],
				    row[2][k - 2] + 1);
		}
	}
	return row[0][nb];
}

void
kdd_near_try(struct kdd_near *n, const char *name)
{
	char shown[KDD_SHOW_MAX];
	size_t length = strlen(name);
	uint32_t edits;

	if (n->edits == 0 || length == 0 || length > LENGTH_MAX)
		return;
	edits = distance(n->asked, name);
	if (edits >= n->edits)
		return;
	n->edits = edits;
	snprintf(n->hint, sizeof(n->hint), " (did you mean %s?)",
	    kdd_error_show(shown, sizeof(shown), name, length));
}
