#include "codes.h"

#include <stdlib.h>
#include <string.h>

static uint32_t
max_of(uint32_t width)
{
	return UINT32_MAX >> (32 - 8 * width);
}

int
kdd_codes_reserve(struct kdd_codes *c, size_t n)
{
	size_t room = c->room > 0 ? c->room : 64;
	void *p;

	if (c->width == 0) {
		c->width = 1;
		c->max = max_of(1);
	}
	while (room < n)
		room *= 2;
	if (room == c->room)
		return 0;
	if ((p = realloc(c->p, room * c->width)) == NULL)
		return -1;
	c->p = p;
	c->room = room;
	return 0;
}

/* The same entries in as many bytes each as v asks. */
int
kdd_codes_widen(struct kdd_codes *c, uint32_t v)
{
	uint32_t width = v > max_of(2) ? 4 : 2;
	struct kdd_codes wide = { .n = c->n, .room = c->room, .width = width,
	    .max = max_of(width) };

	if ((wide.p = malloc(c->room * width)) == NULL)
		return -1;
	for (uint32_t i = 0; i < c->n; i++)
		kdd_codes_set(&wide, i, kdd_codes_at(c, i));
	free(c->p);
	*c = wide;
	return 0;
}

int
kdd_codes_pad(struct kdd_codes *c, uint32_t n)
{
	if (n <= c->n)
		return 0;
	if (kdd_codes_reserve(c, n) == -1)
		return -1;
	memset((char *)c->p + (size_t)c->n * c->width, 0,
	    (size_t)(n - c->n) * c->width);
	c->n = n;
	return 0;
}

void
kdd_codes_map(struct kdd_codes *c, const uint32_t *to)
{
	uint8_t *one = c->p;
	uint16_t *two = c->p;
	uint32_t *four = c->p, n = c->n, width = c->width;

	for (uint32_t i = 0; width == 1 && i < n; i++)
		one[i] = (uint8_t)to[one[i]];
	for (uint32_t i = 0; width == 2 && i < n; i++)
		two[i] = (uint16_t)to[two[i]];
	for (uint32_t i = 0; width == 4 && i < n; i++)
		four[i] = to[four[i]];
}

void
kdd_codes_release(struct kdd_codes *c)
{
	free(c->p);
	*c = (struct kdd_codes){ 0 };
}
