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

#endif
