/*
 * latency - delays in nanoseconds: how many there were, and their quantiles
 *
 * A histogram of fixed size, however many delays it has seen: delays below
 * 512 ns are kept as they are, longer ones in buckets that are 1/256 of
 * their value wide or less.  (The layout is that of Gil Tene's HdrHistogram:
 * buckets that double, each cut into as many equal parts.)  A low module: it
 * knows nothing of lines.
 */
#ifndef KDD_LATENCY_H
#define KDD_LATENCY_H

#include <stdint.h>

#define KDD_LATENCY_BUCKETS	(57 * 256)

struct kdd_latency {		/* all zero: none yet */
	uint64_t n;
	uint64_t least, most;	/* ns, exact */
	uint64_t count[KDD_LATENCY_BUCKETS];
};

/* ns since the epoch, CLOCK_REALTIME. */
uint64_t kdd_latency_now(void);

void	kdd_latency_add(struct kdd_latency *l, uint64_t ns);

/*
 * The smallest delay that at least this share of all (0 to 1) do not exceed,
 * in ns: too long by less than 1/256, never too short.  0 if there are none.
 */
uint64_t kdd_latency_quantile(const struct kdd_latency *l, double share);

#endif
