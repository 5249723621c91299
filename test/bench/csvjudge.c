/*
 * csvjudge - libcsv and a compiled model "dos": verdict and row of each alert
 *
 *	csvjudge file
 *
 * Built by classify.sh, with the C that kdd-compile makes of the model.
 */
#include <csv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define FIELDS	41

extern unsigned dos_leaf(const double *, const char *const *);
extern const char *dos_class(unsigned);
extern unsigned dos_millionths(unsigned);

struct row {
	char		 text[4096];
	size_t		 used;
	const char	*category[FIELDS];
	double		 number[FIELDS];
	unsigned	 n;
};

static int
is_category(unsigned i)
{
	return i >= 1 && i <= 3;
}

static void
on_field(void *p, size_t n, void *arg)
{
	struct row *r = arg;
	char *s = r->text + r->used;
	unsigned i = r->n++;

	if (i >= FIELDS || n >= sizeof(r->text) - r->used)
		return;
	memcpy(s, p, n);
	s[n] = '\0';
	if (is_category(i)) {
		r->category[i] = n > 0 ? s : NULL;
		r->used += n + 1;
	} else {
		r->number[i] = n > 0 ? strtod(s, NULL) : NAN;
	}
}

int
main(int argc, char *argv[])
{
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
	static struct row r;
	struct csv_parser csv;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (f == NULL || csv_init(&csv, 0) != 0)
		return 1;
	while ((n = getline(&line, &room, f)) > 0) {
		unsigned leaf, m;

		r.n = 0;
		r.used = 0;
		if (csv_parse(&csv, line, (size_t)n, on_field, NULL, &r) !=
		    (size_t)n || r.n < FIELDS)
			return 1;
		leaf = dos_leaf(r.number, r.category);
		if (strcmp(dos_class(leaf), "rest") == 0)
			continue;
		m = dos_millionths(leaf);
		printf("dos,%s,%u.%06u,", dos_class(leaf), m / 1000000,
		    m % 1000000);
		fwrite(line, 1, (size_t)n, stdout);
	}
	free(line);
	csv_free(&csv);
	return fflush(stdout) == EOF || ferror(f) ? 1 : 0;
}
