/*
 * recent - lines that came lately, and the row that each became
 *
 * Traffic repeats itself, floods most of all: a line that equals one that was
 * taken apart already need not be taken apart again.  Lines are compared
 * byte by byte.  Memory: KDD_RECENT_BYTES of lines, the latest, and 1 MiB to
 * find them by; it is touched as they come.
 */
#ifndef KDD_RECENT_H
#define KDD_RECENT_H

#include "row.h"

#define KDD_RECENT_BYTES ((size_t)6 << 20)
#define KDD_RECENT_AHEAD 16

struct kdd_recent;

/* NULL when out of memory. */
struct kdd_recent *kdd_recent_new(void);
/*
 * These are the next that will be looked for, those of them whose form is
 * good: fetch what is needed for that.  At most KDD_RECENT_AHEAD.  What was
 * expected before and did not come is forgotten.
 */
void	kdd_recent_expect(struct kdd_recent *r, const struct kdd_row *row,
	    size_t n);
/* Is the row's line known?  Then *id is what was kept with it. */
bool	kdd_recent_find(struct kdd_recent *r, const struct kdd_row *row,
	    uint32_t *id);
/* Keep the line that was looked for last, and was not known. */
void	kdd_recent_keep(struct kdd_recent *r, const struct kdd_row *row,
	    uint32_t id);
/* Equal lines do not mean the same any more. */
void	kdd_recent_forget(struct kdd_recent *r);
void	kdd_recent_free(struct kdd_recent *r);

#endif
