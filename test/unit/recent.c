/* Lines that came lately, against a list of all lines that were kept. */
#include <stdlib.h>

#include "any.h"
#include "anyrow.h"
#include "recent.h"
#include "tap.h"

#define LINES 40000
#define LONGEST 5000

/* Line i, unlike all others; some are too long to keep. */
static size_t
make_line(uint32_t i, char *line)
{
	size_t n = sizeof(i) + kdd_mix(1, i) % 2000;

	if (i % 100 == 0)
		n = 4090 + kdd_mix(2, i) % 16;
	for (size_t k = 0; k < n; k++)
		line[k] = (char)(kdd_mix(i, k / 64) >> k % 64);
	memcpy(line + kdd_mix(3, i) % (n - 3), &i, sizeof(i));
	return n;
}

/* The row that a line was kept with last, and the bytes kept before it. */
struct kept {
	uint32_t row;		/* 0: none */
	uint64_t before;
};

/* A line that is found is the one that was kept, lately; found counts them. */
static int
look_up(struct kdd_recent *r, struct kept *kept, uint32_t i, uint32_t *found,
    uint64_t *bytes)
{
	char line[LONGEST];
	size_t n = make_line(i, line);
	struct kdd_row of = any_line(line, n);
	uint32_t row = UINT32_MAX;
	bool lately = kept[i].row > 0 && n <= 4096 &&
	    *bytes - kept[i].before <= KDD_RECENT_BYTES;

	struct kdd_row next[2] = { { .form = KDD_FORM_NUL }, of };

	if (any() % 2)
		kdd_recent_expect(r, next, 2);
	if (kdd_recent_find(r, &of, &row)) {
		++*found;
		return row != kept[i].row || !lately;
	}
	kept[i] = (struct kept){ 1 + (uint32_t)(any() % 1000000), *bytes };
	kdd_recent_keep(r, &of, kept[i].row);
	*bytes += n <= 4096 ? n : 0;
	return 0;
}

/* Most come again soon, when the ring has gone round and when not. */
static void
test_lines(void)
{
	struct kdd_recent *r = kdd_recent_new();
	static struct kept kept[LINES];
	uint64_t bytes = 0;
	uint32_t found = 0;
	int wrong = 0;

	for (uint32_t i = 0; i < LINES; i++) {
		uint32_t back = (uint32_t)(any_size() % 10000);

		wrong += look_up(r, kept, i, &found, &bytes);
		wrong += look_up(r, kept, i > back ? i - back : i, &found,
		    &bytes);
	}
	ok(wrong == 0, "what is found is what was kept");
	ok(bytes > 3 * KDD_RECENT_BYTES && found > LINES * 2 / 3,
	    "%u lines of %d were found again", found, LINES);
	kdd_recent_free(r);
}

static void
test_forget(void)
{
	struct kdd_recent *r = kdd_recent_new();
	struct kdd_row none = any_line("", 0), a = any_line("a", 1);
	struct kdd_row nul = any_line("a\0", 2);
	uint32_t row = 0;
	bool fresh = kdd_recent_find(r, &none, &row) ||
	    kdd_recent_find(r, &a, &row);

	ok(!fresh, "nothing is known at first");
	kdd_recent_keep(r, &a, 7);
	ok(kdd_recent_find(r, &a, &row) && row == 7, "kept");
	kdd_recent_forget(r);
	ok(!kdd_recent_find(r, &a, &row), "forgotten");
	kdd_recent_keep(r, &a, 8);
	ok(kdd_recent_find(r, &a, &row) && row == 8, "kept anew");
	ok(!kdd_recent_find(r, &nul, &row), "a NUL is a byte");
	kdd_recent_free(r);
}

int
main(void)
{
	test_forget();
	test_lines();
	return tap_done();
}
