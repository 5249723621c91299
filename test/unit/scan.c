/* The ways to scan: each finds what plain C finds, in any bytes. */
#include <stdlib.h>
#include <string.h>

#include "any.h"
#include "scan.h"
#include "tap.h"

#define SIZE_MAX_TESTED	400

static struct kdd_found
found_new(size_t n)
{
	return (struct kdd_found){
		.sep = malloc((n + KDD_SCAN_SLACK) * sizeof(uint32_t)),
		.line = malloc((n + KDD_SCAN_SLACK) * sizeof(struct kdd_line))
	};
}

static void
found_free(struct kdd_found *f)
{
	free(f->sep);
	free(f->line);
}

static bool
same(const struct kdd_found *a, const struct kdd_found *b)
{
	bool equal = a->nsep == b->nsep && a->nlines == b->nlines &&
	    a->care == b->care;

	for (uint32_t i = 0; equal && i < a->nsep; i++)
		equal = a->sep[i] == b->sep[i];
	for (uint32_t i = 0; equal && i < a->nlines; i++)
		equal = a->line[i].end == b->line[i].end &&
		    !a->line[i].care == !b->line[i].care;
	return equal;
}

/* Few kinds of bytes, so that those that count are frequent; or many. */
static void
fill(char *p, size_t n, const char *bytes, size_t nbytes, int rare)
{
	for (size_t i = 0; i < n; i++)
		p[i] = any_between(0, rare) > 0 ? 'x' :
		    bytes[any() % nbytes];
}

static void
compare(const struct kdd_scan_path *path, const struct kdd_scan_path *plain,
    char delimiter, char quote, const char *name)
{
	static const char bytes[] = ",\n\"\0\t;\r\xff\x80\x2d";
	int wrong = 0;

	for (int round = 0; round < 40000; round++) {
		size_t n = any() % SIZE_MAX_TESTED;
		char *p = malloc(n > 0 ? n : 1);
		struct kdd_found a = found_new(n), b = found_new(n);

		fill(p, n, bytes, sizeof(bytes) - 1, any_between(0, 40));
		path->scan(&a, p, n, delimiter, quote);
		plain->scan(&b, p, n, delimiter, quote);
		if (!same(&a, &b)) {
			note("%zu bytes: %u of %u separators", n, a.nsep,
			    b.nsep);
			wrong++;
		}
		found_free(&a);
		found_free(&b);
		free(p);
	}
	ok(wrong == 0, "%s: %s", path->name, name);
}

static void
test_plain(const struct kdd_scan_path *plain)
{
	static const char in[] = "a,b\n\"c\n\n,,\0";
	static const uint32_t sep[] = { 1, 3, 6, 7, 8, 9 };
	struct kdd_found f = found_new(sizeof(in));

	plain->scan(&f, in, sizeof(in) - 1, ',', '"');
	ok(f.nsep == 6 && memcmp(f.sep, sep, sizeof(sep)) == 0,
	    "plain: separators, by hand");
	ok(f.nlines == 3 && f.line[0].end == 1 && f.line[1].end == 2 &&
	    f.line[2].end == 3, "plain: lines, by hand");
	ok(f.line[0].care == 0 && f.line[1].care != 0 &&
	    f.line[2].care == 0 && f.care != 0, "plain: care, by hand");
	found_free(&f);
}

int
main(void)
{
	const struct kdd_scan_path *path, *plain;
	size_t n = kdd_scan_paths(&path);

	plain = &path[n - 1];
	ok(strcmp(plain->name, "plain") == 0, "the last path is plain C");
	test_plain(plain);
	for (; path < plain; path++) {
		compare(path, plain, ',', '"', "comma and quote");
		compare(path, plain, '\t', '\0', "tab, no quote");
		compare(path, plain, '\n', '\0', "lines alone");
		compare(path, plain, ';', '\'', "other bytes");
	}
	return tap_done();
}
