#include "recent.h"

#include <stdlib.h>
#include <string.h>

#include "word.h"

#define SLOT_BITS 16
#define LONGEST	4096	/* longer lines are not kept */
#define UNIT	16	/* lines start at multiples of it */
#define UNITS	(KDD_RECENT_BYTES / UNIT)

struct slot {
	uint32_t at;		/* units that were kept before */
	uint32_t tag;		/* of its hash; 0: empty */
	uint32_t length;
	uint32_t id;
};

struct kdd_recent {
	char	*ring;		/* [KDD_RECENT_BYTES] */
	uint32_t kept;		/* units: kept % UNITS is where to go on */
	uint32_t floor;		/* what was kept before it is forgotten */
	uint64_t hash;		/* of the line looked for last */
	uint64_t expected[KDD_RECENT_AHEAD];	/* hashes of the next lines, */
	uint32_t next, nexpected;	/* from next on */
	struct slot slot[1 << SLOT_BITS];
};

struct kdd_recent *
kdd_recent_new(void)
{
	struct kdd_recent *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	if ((r->ring = malloc(KDD_RECENT_BYTES)) == NULL) {
		free(r);
		return NULL;
	}
	return r;
}

static uint64_t
fold(uint64_t a, uint64_t b)
{
	unsigned __int128 x = (unsigned __int128)a * b;

	return (uint64_t)x ^ (uint64_t)(x >> 64);
}

/* Multiply and fold, 16 bytes at a time; no input can aim at our address. */
static uint64_t
hash_line(const struct kdd_recent *r, const char *p, size_t n)
{
	uint64_t h = (uint64_t)(uintptr_t)r ^ n, k = 0x9e3779b97f4a7c15u;
	size_t rest;

	for (; n > 16; p += 16, n -= 16)
		h = fold(kdd_word8(p) ^ h, kdd_word8(p + 8) ^ k);
	rest = n > 8 ? 8 : n;
	h = fold(kdd_word(p, rest) ^ h, kdd_word(p + rest, n - rest) ^ k);
	return fold(h ^ k, 0xbf58476d1ce4e5b9u);
}

static struct slot *
slot_of(struct kdd_recent *r, uint64_t hash)
{
	return &r->slot[hash >> (64 - SLOT_BITS)];
}

static uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)hash | 1;
}

static const char *
line_at(const struct kdd_recent *r, uint32_t at)
{
	return r->ring + at % UNITS * UNIT;
}

void
kdd_recent_expect(struct kdd_recent *r, const struct kdd_row *row, size_t n)
{
	r->next = r->nexpected = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t hash;

		if (row[i].form != KDD_FORM_OK)
			continue;
		hash = hash_line(r, row[i].bytes, row[i].length);
		r->expected[r->nexpected++] = hash;
		__builtin_prefetch(slot_of(r, hash));
	}
	for (uint32_t i = 0; i < r->nexpected; i++) {
		const struct slot *s = slot_of(r, r->expected[i]);

		if (s->tag == tag_of(r->expected[i]))
			__builtin_prefetch(line_at(r, s->at));
	}
}

bool
kdd_recent_find(struct kdd_recent *r, const struct kdd_row *row, uint32_t *id)
{
	size_t n = row->length;
	const struct slot *s;

	r->hash = r->next < r->nexpected ? r->expected[r->next++] :
	    hash_line(r, row->bytes, n);
	s = slot_of(r, r->hash);
	if (s->tag != tag_of(r->hash) || s->length != n ||
	    s->at < r->floor || r->kept - s->at > UNITS ||
	    memcmp(line_at(r, s->at), row->bytes, n) != 0)
		return false;
	*id = s->id;
	return true;
}

/* All numbers of units are used up. */
static void
start_again(struct kdd_recent *r)
{
	memset(r->slot, 0, sizeof(r->slot));
	r->kept = r->floor = 0;
}

void
kdd_recent_keep(struct kdd_recent *r, const struct kdd_row *row, uint32_t id)
{
	uint32_t n = row->length, units = (n + UNIT - 1) / UNIT;
	uint32_t left = UNITS - r->kept % UNITS;

	if (n > LONGEST)
		return;
	if (units > left)	/* no line goes round the end */
		r->kept += left;
	if (r->kept > UINT32_MAX - 2 * UNITS)
		start_again(r);
	memcpy(r->ring + r->kept % UNITS * UNIT, row->bytes, n);
	*slot_of(r, r->hash) = (struct slot){ r->kept, tag_of(r->hash), n,
	    id };
	r->kept += units;
}

void
kdd_recent_forget(struct kdd_recent *r)
{
	r->floor = r->kept;
}

void
kdd_recent_free(struct kdd_recent *r)
{
	if (r != NULL)
		free(r->ring);
	free(r);
}
