/*
 * novel - how well attacks are found that training has never seen
 *
 * One label at a time is left out of training, and its rows are judged: an
 * estimate for attacks yet unknown.  Only labels whose class alerts take
 * part.
 */
#ifndef KDD_NOVEL_H
#define KDD_NOVEL_H

#include "classes.h"
#include "train.h"

struct kdd_novel {
	uint32_t label;		/* of the table */
	uint16_t class;
	uint64_t rows;
	uint64_t alerted;	/* of them, with a verdict that alerts */
	uint64_t own;		/* with the verdict of their class */
	bool	 judged;	/* false: all rows left alert, or none does */
};

/*
 * Train without each label in turn, in byte order.  *novel is set to n
 * results, to be freed.  on_start may be NULL.  Returns 0, or -1 when out of
 * memory.
 */
int	kdd_novel(struct kdd_trainer *t, const struct kdd_classes *classes,
	    void (*on_start)(void *arg, const char *label), void *arg,
	    struct kdd_novel **novel, uint32_t *n);

#endif
