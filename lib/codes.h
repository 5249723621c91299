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

/* Set entry i, which has room, to a value of no more than max. */
static inline void
kdd_codes_set(struct kdd_codes *c, uint32_t i, uint32_t v)
{
	if (c->width == 1)
		((uint8_t *)c->p)[i] = (uint8_t)v;
	else if (c->width == 2)
		((uint16_t *)c->p)[i] = (uint16_t)v;
	else
		((uint32_t *)c->p)[i] = v;
}

/* Room for so many entries.  0, or -1 when out of memory. */
int	kdd_codes_reserve(struct kdd_codes *c, size_t n);
int	kdd_codes_widen(struct kdd_codes *c, uint32_t v);

/* Append v as entry i, which is c->n and has room.  0, or -1 likewise. */
static inline int
kdd_codes_put(struct kdd_codes *c, uint32_t i, uint32_t v)
{
	if (v > c->max && kdd_codes_widen(c, v) == -1)
		return -1;
	kdd_codes_set(c, i, v);
	c->n = i + 1;
	return 0;
}

/* Append zeros until there are n.  0, or -1 likewise. */
int	kdd_codes_pad(struct kdd_codes *c, uint32_t n);
/* Let each entry v be to[v], which is not above the greatest so far. */
void	kdd_codes_map(struct kdd_codes *c, const uint32_t *to);
void	kdd_codes_release(struct kdd_codes *c);

#endif
