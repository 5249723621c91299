/*
 * scan - where the fields and lines of a piece of text end
 *
 * The one loop that looks at every byte.  It knows two kinds of separators,
 * delimiters and line feeds, and two bytes that a row must be looked at
 * with care for: NUL and the quote.  What they mean is the reader's business.
 *
 * There is one way for each kind of CPU, and plain C, which is the reference
 * for the others: all give the same result for all inputs.
 */
#ifndef KDD_SCAN_H
#define KDD_SCAN_H

#include <stddef.h>
#include <stdint.h>

/* The line that ends at sep[end], a line feed. */
struct kdd_line {
	uint32_t end;		/* index into the separators */
	uint32_t care;		/* not 0: it holds a NUL or a quote */
};

/* What a scan found; the arrays are the caller's. */
struct kdd_found {
	uint32_t	*sep;	/* [n + KDD_SCAN_SLACK] for n bytes: positions
				   of separators, ascending */
	struct kdd_line	*line;	/* [n + KDD_SCAN_SLACK]: the lines that end */
	uint32_t	 nsep, nlines;
	uint32_t	 care;	/* of what follows the last line feed */
};

#define KDD_SCAN_SLACK	64	/* a scan may write so far beyond its result */
#define KDD_SCAN_MAX	((size_t)1 << 30)	/* bytes of a piece */

/*
 * Scan n bytes; no byte outside of them is read.  With quote 0 only a NUL
 * asks for care.  If the delimiter is a line feed, there is none.
 */
typedef void kdd_scan(struct kdd_found *f, const char *p, size_t n,
	    char delimiter, char quote);

struct kdd_scan_path {
	const char	*name;		/* "avx512", "avx2", ... */
	kdd_scan	*scan;
};

/* The paths that this CPU has, the fastest first; plain is the last. */
size_t	kdd_scan_paths(const struct kdd_scan_path **paths);

#endif
