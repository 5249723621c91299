#include "memo.h"

#include <stdlib.h>

#define MIN_BITS 4	/* of pairs */
#define MAX_BITS 11

/* Two pairs that are never written to. */
static const struct kdd_memo_slot none[4];

void
kdd_memo_init(struct kdd_memo *m)
{
	*m = (struct kdd_memo){ .slot = (struct kdd_memo_slot *)none,
	    .shift = 63 };
}

/* Four times the slots; what they held will be met again. */
static void
grow(struct kdd_memo *m)
{
	uint32_t bits = m->slot != none ? 64 - m->shift + 2 : MIN_BITS;
	struct kdd_memo_slot *s;

	if (bits > MAX_BITS)
		bits = MAX_BITS;
	if ((s = calloc((size_t)2 << bits, sizeof(*s))) == NULL)
		return;
	kdd_memo_release(m);
	*m = (struct kdd_memo){ .slot = s, .shift = 64 - bits };
}

void
kdd_memo_keep(struct kdd_memo *m, uint64_t word, uint32_t code)
{
	uint32_t bits = 64 - m->shift;
	struct kdd_memo_slot *s;

	if (m->slot == none || (bits < MAX_BITS && m->kept >= 1u << bits))
		grow(m);
	if (m->slot == none)
		return;
	s = kdd_memo_pair(m, word);
	s[1] = s[0];
	s[0] = (struct kdd_memo_slot){ word, code };
	m->kept++;
}

void
kdd_memo_release(struct kdd_memo *m)
{
	if (m->slot != none)
		free(m->slot);
	kdd_memo_init(m);
}
