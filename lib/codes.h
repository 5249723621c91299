/*
 * codes - an array of whole numbers, each entry as narrow as the greatest asks
 *
 * 1, 2 or 4 bytes for each entry, so that loops over many rows stay in the
 * nearest cache.  A low module: it does not know what the numbers mean.
 */
#ifndef KDD_CODES_H
#define KDD_CODES_H

#include <stddef.h>
#include <stdint.h>

struct kdd_codes {		/* all zero: empty */
	void		*p;	/* owned: [n] of width bytes */
	uint32_t	 n;
	size_t		 room;	/* entries */
	uint32_t	 width;	/* 1, 2, 4; 0 while nothing was added */
	uint32_t	 max;	/* the greatest that fits into width */
};

/* Entry i < n. */
static inline uint32_t
kdd_codes_at(const struct kdd_codes *c, uint32_t i)
{
	switch (c->width) {
	case 1:
		return ((const uint8_t *)c->p)[i];
	case 2:
		return ((const uint16_t *)c->p)[i];
	default:
		return ((const uint32_t *)c->p)[i];
	}
}

/* Each returns 0, or -1 when out of memory. */
int	kdd_codes_add_any(struct kdd_codes *c, uint32_t v);	/* its rest */
/* Append zeros until there are n. */
int	kdd_codes_pad(struct kdd_codes *c, uint32_t n);

static inline int
kdd_codes_add(struct kdd_codes *c, uint32_t v)
{
	if (c->n == c->room || v > c->max || c->width > 2)
		return kdd_codes_add_any(c, v);
	if (c->width == 1)
		((uint8_t *)c->p)[c->n++] = (uint8_t)v;
	else
		((uint16_t *)c->p)[c->n++] = (uint16_t)v;
	return 0;
}

/* Let each entry v be to[v], which is not above the greatest so far. */
void	kdd_codes_map(struct kdd_codes *c, const uint32_t *to);
/* Set entry i < n to a value that is not above the greatest so far. */
void	kdd_codes_set(struct kdd_codes *c, uint32_t i, uint32_t v);
void	kdd_codes_release(struct kdd_codes *c);

#endif
