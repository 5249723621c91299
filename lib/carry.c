#include "carry.h"

#include <stdlib.h>
#include <string.h>

#include "row.h"

int
kdd_carry_add(struct kdd_carry *c, const char *p, size_t n)
{
	/* one byte more than a row may have: the CR of a CRLF */
	size_t left = KDD_LINE_MAX + 1 - c->n, take = n < left ? n : left;
	size_t room = c->room > 0 ? c->room : 4096;
	char *to;

	if (n == 0)
		return 0;
	while (room < c->n + take + 1)
		room *= 2;
	if (room > c->room) {
		if ((to = realloc(c->p, room)) == NULL)
			return -1;
		c->p = to;
		c->room = room;
	}
	memcpy(c->p + c->n, p, take);
	c->n += take;
	c->total += n;
	c->last = p[n - 1];
	return 0;
}

void
kdd_carry_forget(struct kdd_carry *c)
{
	c->n = 0;
	c->total = 0;
	c->last = '\0';
}

void
kdd_carry_release(struct kdd_carry *c)
{
	free(c->p);
	*c = (struct kdd_carry){ 0 };
}
