#include "words.h"

#include <stdlib.h>

#include "rng.h"

#define MOST (UINT32_C(1) << 30)	/* words; twice as many slots */

/* Where the word is from there on, or the empty slot where it would be. */
static uint32_t
find_slot(const struct kdd_words *d, uint64_t word, uint32_t i)
{
	while (d->slot[i] != 0 && d->word[d->slot[i] - 1] != word)
		i = (i + 1) & (d->nslot - 1);
	return i;
}

static uint32_t
first_slot(const struct kdd_words *d, uint64_t word)
{
	return (uint32_t)kdd_mix(d->seed, word) & (d->nslot - 1);
}

uint32_t
kdd_words_begin(const struct kdd_words *d, uint64_t word)
{
	uint32_t i = 0;

	if (d->nslot > 0) {
		i = first_slot(d, word);
		__builtin_prefetch(&d->slot[i]);
	}
	return i;
}

void
kdd_words_go_on(const struct kdd_words *d, uint32_t begun)
{
	if (d->nslot > 0 && d->slot[begun] != 0)
		__builtin_prefetch(&d->word[d->slot[begun] - 1]);
}

uint32_t
kdd_words_find(const struct kdd_words *d, uint64_t word, uint32_t begun)
{
	if (d->nslot == 0)
		return KDD_NONE;
	return d->slot[find_slot(d, word, begun)] - 1;	/* KDD_NONE for 0 */
}

static int
grow_slots(struct kdd_words *d)
{
	uint32_t n = d->nslot > 0 ? d->nslot * 2 : 16;
	uint32_t *slot = calloc(n, sizeof(*slot));

	if (slot == NULL)
		return -1;
	free(d->slot);
	d->slot = slot;
	d->nslot = n;
	/* addresses differ from run to run: no input can aim at slots */
	d->seed = (uint64_t)(uintptr_t)slot;
	for (uint32_t id = 0; id < d->n; id++)
		d->slot[find_slot(d, d->word[id],
		    first_slot(d, d->word[id]))] = id + 1;
	return 0;
}

static int
grow_words(struct kdd_words *d)
{
	uint32_t room = d->room > 0 ? d->room * 2 : 8;
	void *p = realloc(d->word, room * sizeof(*d->word));

	if (p == NULL)
		return -1;
	d->word = p;
	d->room = room;
	return 0;
}

uint32_t
kdd_words_add(struct kdd_words *d, uint64_t word)
{
	uint32_t i;

	if (d->n >= d->nslot / 2 && d->n < MOST && grow_slots(d) == -1)
		return KDD_NONE;
	i = find_slot(d, word, first_slot(d, word));
	if (d->slot[i] != 0)
		return d->slot[i] - 1;
	if (d->n == MOST || (d->n == d->room && grow_words(d) == -1))
		return KDD_NONE;
	d->word[d->n++] = word;
	d->slot[i] = d->n;
	return d->n - 1;
}

void
kdd_words_release(struct kdd_words *d)
{
	free(d->word);
	free(d->slot);
	*d = (struct kdd_words){ 0 };
}
