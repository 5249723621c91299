#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN alignof(max_align_t)

/* What is given follows its block. */
struct kdd_arena_block {
	alignas(max_align_t) size_t n;
	struct kdd_arena_block *next;	/* of those from malloc() */
};

void *
kdd_arena_give(struct kdd_arena *a, size_t n)
{
	struct kdd_arena_block *b;
	size_t need;

	if (n > SIZE_MAX - sizeof(*b) - ALIGN)
		return NULL;
	need = sizeof(*b) + (n + ALIGN - 1) / ALIGN * ALIGN;
	if (need <= sizeof(a->slab) - a->used) {
		b = (void *)(a->slab + a->used);
		a->used += need;
	} else {
		if ((b = malloc(need)) == NULL)
			return NULL;
		b->next = a->blocks;
		a->blocks = b;
	}
	b->n = n;
	return b + 1;
}

void *
kdd_arena_regive(struct kdd_arena *a, const void *old, size_t n)
{
	void *p = kdd_arena_give(a, n);
	size_t had;

	if (p == NULL || old == NULL)
		return p;
	had = ((const struct kdd_arena_block *)old - 1)->n;
	return memcpy(p, old, had < n ? had : n);
}

void
kdd_arena_reset(struct kdd_arena *a)
{
	struct kdd_arena_block *b;

	while ((b = a->blocks) != NULL) {
		a->blocks = b->next;
		free(b);
	}
	a->used = 0;
}
