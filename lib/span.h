/*
 * span - a run of bytes that belongs to somebody else; not terminated
 */
#ifndef KDD_SPAN_H
#define KDD_SPAN_H

#include <stddef.h>

struct kdd_span {
	const char	*p;
	size_t		 n;
};

/* Without the blanks and tabs around it. */
static inline struct kdd_span
kdd_span_trim(struct kdd_span s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

#endif
