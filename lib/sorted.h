/*
 * sorted - a node's rows in the order of their codes in a column
 *
 * Rows that all weigh 1 need no more than 4 bytes each, code and class, which
 * halves what sorting moves, and need no looking up; of others an entry has
 * the code and the row's place in the node.  Loops over the entries are
 * inlined with a constant width.
 */
#ifndef KDD_SORTED_H
#define KDD_SORTED_H

#include "hist.h"
#include "table.h"

struct kdd_sorted {		/* all zero: empty */
	void		*p;	/* owned: [n] entries, and scratch */
	size_t		 room;	/* bytes */
	uint32_t	 n;
	uint32_t	 width;	/* 4: code << shift | class; 8: code << 32 |
				   place */
	uint32_t	 shift;
	const struct kdd_hist_rows *rows;	/* borrowed: the node's */
};

/*
 * Sort the rows by a column's codes; single says that each weighs 1.
 * Returns 0, or -1 when out of memory.
 */
int	kdd_sorted_set(struct kdd_sorted *s,
	    const struct kdd_table_column *column,
	    const struct kdd_hist_rows *rows, bool single, uint32_t nclasses);
void	kdd_sorted_release(struct kdd_sorted *s);

/* Code, class and weight of entry i; width is that of s. */
static inline uint32_t
kdd_sorted_code(const struct kdd_sorted *s, uint32_t width, uint32_t i)
{
	return width == 4 ? ((const uint32_t *)s->p)[i] >> s->shift :
	    (uint32_t)(((const uint64_t *)s->p)[i] >> 32);
}

static inline uint32_t
kdd_sorted_class(const struct kdd_sorted *s, uint32_t width, uint32_t i)
{
	return width == 4 ? ((const uint32_t *)s->p)[i] &
	    ((1u << s->shift) - 1) :
	    s->rows->class[(uint32_t)((const uint64_t *)s->p)[i]];
}

static inline uint32_t
kdd_sorted_weight(const struct kdd_sorted *s, uint32_t width, uint32_t i)
{
	return width == 4 ? 1 :
	    s->rows->weight[(uint32_t)((const uint64_t *)s->p)[i]];
}

#endif
