/*
 * read - fuzz the reader against expect.h: same rows by every way
 *
 * The input starts with HEAD bytes: the delimiter itself; FLAGS; min, max
 * and extra (3, 3 and 2 bits); two bytes from which the pieces are cut; how
 * often a part of the text is repeated, and which; and a row to stop at, or
 * how near to a limit the repeated text gets.  The text follows.
 */
#include "expect.h"
#include "quoted.h"
#include "reader.h"

#define HEAD	8
enum { QUOTE = 1, COMMENT = 2, TWICE = 4, DROP = 8, STOP = 16 };

struct run {
	const struct expected *x;
	const char	*how;
	struct kdd_reader *reader;
	struct kdd_layout layout;
	size_t		 next;		/* row that should come */
	size_t		 stop;		/* to stop behind it; SIZE_MAX */
	bool		 stopped;
};

static const struct kdd_view view;

static void __attribute__((noreturn))
differ(const struct run *r, const struct want *w, const char *what,
    uint64_t got, uint64_t want)
{
	die("%s: line %llu, a row of form %s: %s is %llu, not %llu", r->how,
	    (unsigned long long)w->line, kdd_form_name(w->form), what,
	    (unsigned long long)got, (unsigned long long)want);
}

#define SAME(what, got, want) do { \
	if ((got) != (want)) \
		differ(r, w, what, (uint64_t)(got), (uint64_t)(want)); \
} while (0)

static void
check_fields(const struct run *r, const struct want *w,
    const struct kdd_row *row)
{
	const struct expected *x = r->x;

	SAME("whether its view is the layout's", row->view == &view, true);
	for (uint32_t i = 0; i < w->nfields; i++) {
		struct kdd_span f = kdd_row_field(row, i);
		size_t k = w->field + i;
		const char *p = x->field[k].p != NULL ? x->field[k].p :
		    x->text + x->field[k].at;

		SAME("a field's length", f.n, x->field[k].n);
		if (f.n > 0)
			SAME("a field's text (differs)",
			    memcmp(f.p, p, f.n) != 0, false);
	}
}

static void
check_row(struct run *r, const struct want *w, struct kdd_row row)
{
	SAME("the line", row.line, w->line);
	SAME("first", row.first, w->first);
	if (w->first && w->form == KDD_FORM_FIELDS &&
	    w->all <= KEPT_FIELDS_MAX)
		SAME("the form of an unjudged row", row.form, KDD_FORM_OK);
	if (row.first && row.form == KDD_FORM_OK)
		kdd_row_judge(&row, &r->layout);
	SAME("the form", row.form, w->form);
	SAME("the column", row.column, w->column);
	SAME("the length", row.length, w->length);
	SAME("the whole", row.whole, w->whole);
	SAME("the total", row.total, w->total);
	SAME("whether it is unquoted", row.unquoted, w->unquoted);
	SAME("the bytes (differ)", memcmp(row.bytes, w->p, row.whole) != 0,
	    false);
	if (w->form == KDD_FORM_OK || w->form == KDD_FORM_FIELDS ||
	    w->form == KDD_FORM_QUOTE)
		SAME("the number of fields", row.nfields, w->nfields);
	if (w->form == KDD_FORM_OK)
		check_fields(r, w, &row);
}

static bool
on_rows(void *arg, struct kdd_row *row, size_t n)
{
	struct run *r = arg;

	if (r->stopped)
		die("%s: rows after a stop", r->how);
	for (size_t i = 0; i < n; i++) {
		if (r->next == r->x->n)
			die("%s: line %llu: a row too many", r->how,
			    (unsigned long long)row[i].line);
		check_row(r, &r->x->row[r->next++], row[i]);
		if (row[i].form == KDD_FORM_COMMENT) {
			obey_comment(&r->layout, row[i].bytes, row[i].length);
			kdd_reader_set(r->reader, &r->layout);
		}
	}
	r->stopped = r->next > r->stop;
	return !r->stopped;
}

static void
read_file(struct run *r, const char *p, size_t n, uint32_t seed, bool drop)
{
	uint64_t rest;
	size_t len;

	r->next = 0;
	r->stopped = false;
	for (; n > 0; p += len, n -= len) {
		char *copy = exact_copy(p, len = next_cut(&seed, n));

		if (kdd_reader_feed(r->reader, copy, len) != !r->stopped)
			die("%s: what feed returns is wrong", r->how);
		free(copy);
	}
	if (drop) {
		rest = kdd_reader_drop(r->reader);
		if (!r->stopped && rest != r->x->rest)
			die("%s: dropped %llu bytes, not %zu", r->how,
			    (unsigned long long)rest, r->x->rest);
	} else if (kdd_reader_finish(r->reader) != !r->stopped) {
		die("%s: what finish returns is wrong", r->how);
	}
	if (!r->stopped && r->next < r->x->n)
		die("%s: %zu rows, not %zu", r->how, r->next, r->x->n);
}

/* By one path, in one go (seed 0) or in pieces. */
static void
read_by(const struct expected *x, const struct kdd_scan_path *path,
    const struct kdd_layout *l, const char *p, size_t n, uint32_t seed,
    unsigned flags, size_t stop)
{
	struct run r = { .x = x, .layout = *l, .stop = stop };
	char how[64];

	snprintf(how, sizeof(how), "%s%s", path->name,
	    seed == 0 ? "" : " in pieces");
	r.how = how;
	r.reader = kdd_reader_new(l, path, on_rows, &r);
	if (r.reader == NULL)
		die("out of memory");
	read_file(&r, p, n, seed, flags & DROP);
	if (flags & TWICE) {
		r.layout = *l;
		kdd_reader_set(r.reader, l);
		read_file(&r, p, n, seed, flags & DROP);
	}
	kdd_reader_free(r.reader);
}

/* Both ways to take a line apart, with room for max positions. */
static void
compare_splits(struct kdd_quoted *q, const char *p, size_t n, char delimiter,
    uint32_t max)
{
	char *text[2] = { exact_copy(p, n + 1), exact_copy(p, n + 1) };
	uint32_t *end[2], nfields[2], stored;
	size_t open[2];

	for (int i = 0; i < 2; i++)
		if ((end[i] = malloc((size_t)max * sizeof(**end))) == NULL)
			die("out of memory");
	open[0] = kdd_quoted_split(q, p, n, delimiter, text[0], end[0], max,
	    &nfields[0]);
	open[1] = kdd_quoted_split_csv(q, p, n, delimiter, text[1], end[1],
	    max, &nfields[1]);
	if (open[0] != open[1] || nfields[0] != nfields[1])
		die("split: open %zu and %zu, fields %u and %u", open[0],
		    open[1], nfields[0], nfields[1]);
	stored = nfields[0] < max ? nfields[0] : max;
	for (uint32_t i = 0; i < stored && open[0] == 0; i++) {
		uint32_t from = i > 0 ? end[0][i - 1] + 1 : 0;

		if (end[0][i] != end[1][i] || memcmp(text[0] + from,
		    text[1] + from, end[0][i] - from) != 0)
			die("split: field %u differs", i + 1);
	}
	for (int i = 0; i < 2; i++) {
		free(text[i]);
		free(end[i]);
	}
}

/* Lines behind the first few are left to what reading makes of them. */
static void
split_lines(const char *p, size_t n, char delimiter)
{
	const char *end = p + n, *lf;
	struct kdd_quoted q;

	if (kdd_quoted_init(&q) == -1)
		die("out of memory");
	for (int i = 0; i < 64 && p < end; i++, p = lf + 1) {
		if ((lf = memchr(p, '\n', (size_t)(end - p))) == NULL)
			lf = end;
		compare_splits(&q, p, (size_t)(lf - p), delimiter,
		    i % 3 > 0 ? (uint32_t)(lf - p) + 1 : 2);
	}
	kdd_quoted_release(&q);
}

/* Long texts cost time: most inputs that ask for one are let off. */
static bool
is_chosen(const uint8_t *p, size_t n, uint32_t of)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 16777619;
	return (h ^ h >> 15) % of == 0;
}

/* How many bytes is the part [unit] of the text to become? */
static size_t
repeated_size(const uint8_t *head, size_t n, size_t unit)
{
	size_t r = head[5], near = head[7] % 32;

	if (r < 192)
		return unit;
	if (r >= 248 && is_chosen(head, n, 1024))
		return KDD_LINE_MAX - 16 + near;
	if (r < 224 || !is_chosen(head, n, 64))
		return unit * (2 + r % 32);
	if (r < 232)
		return unit * 900 < 40000 ? unit * 900 : 40000;
	return 32768 * (1 + r % 2) - 16 + near;
}

/* The text, a part of it repeated; *n is its length.  To be freed. */
static char *
expand(const uint8_t *head, size_t size, size_t *n)
{
	const uint8_t *text = head + HEAD;
	size_t len = size - HEAD, from = 0, unit = len, big, at = 0;
	char *p;

	if (len > 0) {
		from = (head[6] & 15) * len / 16;
		unit = 1 + (size_t)(head[6] >> 4) * (len - from - 1) / 15;
	}
	big = len > 0 ? repeated_size(head, size, unit) : 0;
	*n = len - unit + big;
	if ((p = malloc(*n + 1)) == NULL)
		die("out of memory");
	for (size_t i = 0; i < from; i++)
		p[at++] = (char)text[i];
	for (size_t i = 0; i < big; i++)
		p[at++] = (char)text[from + i % unit];
	for (size_t i = from + unit; i < len; i++)
		p[at++] = (char)text[i];
	return p;
}

static struct kdd_layout
layout_of(const uint8_t *head)
{
	struct kdd_layout l = { .delimiter = (char)head[0], .view = &view };

	if (memchr("\"\r", l.delimiter, 3) != NULL)	/* finds NUL, too */
		l.delimiter = ',';
	if (head[1] & QUOTE && l.delimiter != '\n')
		l.quote = '"';
	if (head[1] & COMMENT)
		l.comment = '#';
	l.min = 1 + (head[2] & 7);
	l.max = l.min + (head[2] >> 3 & 7);
	l.extra = head[2] >> 6;
	return l;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct expected x;
	const struct kdd_scan_path *path;
	struct kdd_layout l;
	size_t n, npaths, stop;
	uint32_t seed;
	char *p;

	if (size < HEAD)
		return 0;
	l = x.layout = layout_of(data);
	seed = (uint32_t)(data[3] | data[4] << 8 | 1 << 16);
	stop = data[1] & STOP ? data[7] : SIZE_MAX;
	p = expand(data, size, &n);
	expect(&x, p, n);
	if (data[1] & DROP && x.rest > 0 && x.n > 0 &&
	    x.row[x.n - 1].p >= p + (n - x.rest))
		x.n--;		/* a line without its end is dropped */
	if (l.quote != '\0')
		split_lines(p, n, l.delimiter);
	npaths = kdd_scan_paths(&path);
	for (size_t i = 0; i < npaths; i++, path++) {
		read_by(&x, path, &l, p, n, 0, data[1], stop);
		read_by(&x, path, &l, p, n, seed, data[1], stop);
	}
	free(p);
	return 0;
}
