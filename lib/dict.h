/*
 * dict - numbers strings (or any bytes) in the order of their first coming
 *
 * Keys are copied into one arena, each followed by a NUL that is not part of
 * it, so that a key without a NUL of its own is also a C string.  Costs 16
 * bytes and the key for each entry, and up to 8 for the hash slots.
 */
#ifndef KDD_DICT_H
#define KDD_DICT_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "near.h"

struct kdd_dict {
	char		*arena;		/* owned, with all below */
	size_t		 used, cap;
	size_t		*start;		/* [n]: where each key begins */
	uint32_t	*length, *hash;	/* [n] */
	uint32_t	 n, room;
	uint32_t	*slot;		/* [nslot]: id + 1, or 0 */
	uint32_t	 nslot;		/* a power of two, or 0 */
	uint64_t	 seed;
};

#define KDD_NONE UINT32_MAX

void		 kdd_dict_init(struct kdd_dict *d);	/* allocates nothing */
/* The key's number, or KDD_NONE. */
uint32_t	 kdd_dict_find(const struct kdd_dict *d, const void *key,
		    size_t n);
/* The same, added if it is new; KDD_NONE when out of memory or at 2^30 keys. */
uint32_t	 kdd_dict_add(struct kdd_dict *d, const void *key, size_t n);
/* A key stays where it is only until the next kdd_dict_add(). */
const char	*kdd_dict_key(const struct kdd_dict *d, uint32_t id);
/* Byte order of two keys, a prefix first: <0, 0, >0. */
int		 kdd_dict_compare(const struct kdd_dict *d, uint32_t a,
		    uint32_t b);
/* Add the first keys to what e says, quoted, and how many more there are. */
void		 kdd_dict_list(const struct kdd_dict *d, struct kdd_error *e);
/* Try all keys as the one that was meant. */
void		 kdd_dict_near(const struct kdd_dict *d, struct kdd_near *n);
void		 kdd_dict_release(struct kdd_dict *d);

#endif
