/*
 * arena - memory that is given bit by bit and taken back all at once
 *
 * For a library that allocates through functions of ours, when what it holds
 * lasts only for one piece of work: taking it back costs next to nothing, and
 * leaves nothing behind even if the library was left half-way.  The first
 * KDD_ARENA_SLAB bytes are the arena's own, the rest comes from malloc().
 */
#ifndef KDD_ARENA_H
#define KDD_ARENA_H

#include <stdalign.h>
#include <stddef.h>

#define KDD_ARENA_SLAB 8192

struct kdd_arena_block;

struct kdd_arena {		/* all zero: empty */
	struct kdd_arena_block *blocks;
	size_t		 used;	/* of slab */
	alignas(max_align_t) char slab[KDD_ARENA_SLAB];
};

/* n bytes for any use; NULL when out of memory. */
void	*kdd_arena_give(struct kdd_arena *a, size_t n);
/*
 * The same with what old holds, which may be NULL; old stays as it is, so
 * something that grows should double.
 */
void	*kdd_arena_regive(struct kdd_arena *a, const void *old, size_t n);
void	 kdd_arena_reset(struct kdd_arena *a);

#endif
