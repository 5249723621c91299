#include "dict.h"

#include <stdlib.h>
#include <string.h>

#include "rng.h"

#define MOST (UINT32_C(1) << 30)	/* keys; twice as many slots */
#define LISTED 10			/* keys in a message, */
#define LISTED_MAX 24			/* and the room for each */

void
kdd_dict_init(struct kdd_dict *d)
{
	*d = (struct kdd_dict){ 0 };
	/* Where we live differs from run to run: no input can aim at slots. */
	d->seed = kdd_mix(0, (uint64_t)(uintptr_t)d);
}

static uint32_t
find_hashed(const struct kdd_dict *d, const void *key, size_t n, uint32_t h)
{
	uint32_t i, id;

	if (d->nslot == 0)
		return KDD_NONE;
	for (i = h & (d->nslot - 1); d->slot[i] != 0;
	    i = (i + 1) & (d->nslot - 1)) {
		id = d->slot[i] - 1;
		if (d->hash[id] == h && d->length[id] == n &&
		    memcmp(d->arena + d->start[id], key, n) == 0)
			return id;
	}
	return KDD_NONE;
}

static uint32_t
hash_key(const struct kdd_dict *d, const void *key, size_t n)
{
	return (uint32_t)kdd_mix_bytes(d->seed, key, n);
}

uint32_t
kdd_dict_find(const struct kdd_dict *d, const void *key, size_t n)
{
	return find_hashed(d, key, n, hash_key(d, key, n));
}

static void
place(struct kdd_dict *d, uint32_t id)
{
	uint32_t i = d->hash[id] & (d->nslot - 1);

	while (d->slot[i] != 0)
		i = (i + 1) & (d->nslot - 1);
	d->slot[i] = id + 1;
}

static int
grow_slots(struct kdd_dict *d)
{
	uint32_t n = d->nslot > 0 ? d->nslot * 2 : 16;
	uint32_t *slot = calloc(n, sizeof(*slot));

	if (slot == NULL)
		return -1;
	free(d->slot);
	d->slot = slot;
	d->nslot = n;
	for (uint32_t id = 0; id < d->n; id++)
		place(d, id);
	return 0;
}

static int
grow_entries(struct kdd_dict *d)
{
	uint32_t room = d->room > 0 ? d->room * 2 : 8;
	void *p;

	if ((p = realloc(d->start, room * sizeof(*d->start))) == NULL)
		return -1;
	d->start = p;
	if ((p = realloc(d->length, room * sizeof(*d->length))) == NULL)
		return -1;
	d->length = p;
	if ((p = realloc(d->hash, room * sizeof(*d->hash))) == NULL)
		return -1;
	d->hash = p;
	d->room = room;
	return 0;
}

static int
grow_arena(struct kdd_dict *d, size_t n)
{
	size_t cap = d->cap > 0 ? d->cap : 64;
	char *p;

	while (cap - d->used < n)
		cap *= 2;
	if ((p = realloc(d->arena, cap)) == NULL)
		return -1;
	d->arena = p;
	d->cap = cap;
	return 0;
}

uint32_t
kdd_dict_add(struct kdd_dict *d, const void *key, size_t n)
{
	uint32_t h = hash_key(d, key, n), id = find_hashed(d, key, n, h);

	if (id != KDD_NONE)
		return id;
	if (d->n == MOST || n >= KDD_NONE)
		return KDD_NONE;
	if ((d->n == d->room && grow_entries(d) == -1) ||
	    (d->n >= d->nslot / 2 && grow_slots(d) == -1) ||
	    (d->cap - d->used < n + 1 && grow_arena(d, n + 1) == -1))
		return KDD_NONE;
	id = d->n++;
	d->start[id] = d->used;
	d->length[id] = (uint32_t)n;
	d->hash[id] = h;
	memcpy(d->arena + d->used, key, n);
	d->arena[d->used + n] = '\0';
	d->used += n + 1;
	place(d, id);
	return id;
}

const char *
kdd_dict_key(const struct kdd_dict *d, uint32_t id)
{
	return d->arena + d->start[id];
}

int
kdd_dict_compare(const struct kdd_dict *d, uint32_t a, uint32_t b)
{
	uint32_t la = d->length[a], lb = d->length[b];
	int c = memcmp(kdd_dict_key(d, a), kdd_dict_key(d, b),
	    la < lb ? la : lb);

	return c != 0 ? c : (la > lb) - (la < lb);
}

void
kdd_dict_list(const struct kdd_dict *d, struct kdd_error *e)
{
	char shown[LISTED_MAX];

	for (uint32_t i = 0; i < d->n && i < LISTED; i++)
		kdd_error_add(e, " %s", kdd_error_show(shown, sizeof(shown),
		    kdd_dict_key(d, i), d->length[i]));
	if (d->n > LISTED)
		kdd_error_add(e, " and %u more", d->n - LISTED);
}

void
kdd_dict_near(const struct kdd_dict *d, struct kdd_near *n)
{
	for (uint32_t i = 0; i < d->n; i++)
		kdd_near_try(n, kdd_dict_key(d, i));
}

void
kdd_dict_release(struct kdd_dict *d)
{
	free(d->arena);
	free(d->start);
	free(d->length);
	free(d->hash);
	free(d->slot);
	kdd_dict_init(d);
}
