#include "split.h"

void
kdd_split_take(struct kdd_split *best, struct kdd_split *s)
{
	struct kdd_split old = *best;
	int cmp = 1;

	if (!s->found)
		return;
	if (best->found)
		cmp = kdd_gain_compare(&s->gain, &best->gain);
	if (cmp < 0 || (cmp == 0 && best->column < s->column))
		return;
	*best = *s;
	*s = (struct kdd_split){ .set = old.set, .set_room = old.set_room };
}
