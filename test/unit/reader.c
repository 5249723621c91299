/* The reader: the same rows however the input is cut. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "reader.h"
#include "tap.h"

/* Write down all that a row is. */
static bool
record(void *arg, const struct kdd_row *row, size_t n)
{
	struct kdd_buf *b = arg;

	for (size_t i = 0; i < n; i++) {
		const struct kdd_row *r = &row[i];

		kdd_buf_printf(b, "%llu %s", (unsigned long long)r->line,
		    kdd_form_name(r->form));
		if (r->form != KDD_FORM_OK)
			kdd_buf_printf(b, " at %llu of %llu",
			    (unsigned long long)r->column,
			    (unsigned long long)r->total);
		for (uint32_t f = 0; r->form == KDD_FORM_OK && f < r->nfields;
		    f++) {
			struct kdd_span s = kdd_row_field(r, f);

			kdd_buf_char(b, '[');
			kdd_buf_add(b, s.p, s.n);
			kdd_buf_char(b, ']');
		}
		kdd_buf_char(b, '\n');
	}
	return true;
}

static void
read_in_pieces(struct kdd_buf *b, const char *p, size_t n, size_t piece,
    uint32_t min, uint32_t max)
{
	struct kdd_reader *r = kdd_reader_new(',', min, max, 0, record, b);

	b->n = 0;
	for (size_t i = 0; i < n; i += piece) {
		/* a copy of its own, so that reading beyond it is seen */
		size_t len = n - i < piece ? n - i : piece;
		char *copy = malloc(len);

		memcpy(copy, p + i, len);
		kdd_reader_feed(r, copy, len);
		free(copy);
	}
	kdd_reader_finish(r);
	kdd_buf_char(b, '\0');
	kdd_reader_free(r);
}

static void
is_read(const char *in, size_t n, const char *want, const char *name)
{
	struct kdd_buf b = KDD_BUF_INIT;
	int wrong = 0;

	for (size_t piece = 1; piece <= n + 1; piece++) {
		read_in_pieces(&b, in, n, piece, 2, 3);
		if (strcmp(b.p, want) != 0 && wrong++ == 0)
			printf("# in pieces of %zu:\n# %s\n", piece, b.p);
	}
	ok(wrong == 0, "%s", name);
	kdd_buf_release(&b);
}

#define READ(in, want, name) is_read(in, sizeof(in) - 1, want, name)

static void
test_forms(void)
{
	READ("a,b\nc,d,e\n", "1 ok[a][b]\n2 ok[c][d][e]\n", "plain rows");
	READ("a,b", "1 ok[a][b]\n", "no last newline");
	READ("", "", "nothing");
	READ("\n\na,b\n\r\n", "3 ok[a][b]\n", "blank lines");
	READ("a,b\r\nc,d\r\n", "1 ok[a][b]\n2 ok[c][d]\n", "CRLF");
	READ("a,b\r", "1 ok[a][b]\n", "a last CR");
	READ("a\rb,c\n", "1 ok[a\rb][c]\n", "a lone CR is a byte");
	READ(",\n,,\n", "1 ok[][]\n2 ok[][][]\n", "empty fields");
	READ("a\nb,c,d,e\n", "1 fields at 2 of 1\n2 fields at 7 of 7\n",
	    "too few and too many");
	READ("a,\0b\nc,d\n", "1 nul at 3 of 4\n2 ok[c][d]\n", "NUL");
	READ("\xff\xfe,\xc3\xa4\n", "1 ok[\xff\xfe][\xc3\xa4]\n",
	    "bytes above ASCII");
}

static void
test_quotes(void)
{
	READ("\"a,b\",\"c\"\"d\"\n", "1 ok[a,b][c\"d]\n", "quoted");
	READ("\"\",\"x\"\r\n", "1 ok[][x]\n", "quoted, with CRLF");
	READ("a\"b,c\n", "1 ok[a\"b][c]\n", "a quote in mid-field");
	READ("a,\"b\nc,d\n", "1 quote at 3 of 4\n2 ok[c][d]\n", "open quote");
	READ("\"\n\"\nc,d\n", "1 quote at 1 of 1\n2 quote at 1 of 1\n"
	    "3 ok[c][d]\n", "a quote alone");
	READ("a, \"b\" \nc,d\n", "1 ok[a][ \"b\" ]\n2 ok[c][d]\n",
	    "blanks are kept");
	READ("\"a\"b,c\",d\n", "1 ok[a\"b,c][d]\n", "text after a quote");
	READ("\"a\",b\nc,d\n\"e\",\"f\"\n", "1 ok[a][b]\n2 ok[c][d]\n"
	    "3 ok[e][f]\n", "quoted and plain rows in turn");
}

/* A line of n bytes and a good one; both as one feed and in pieces. */
static void
test_long(size_t n, const char *want, const char *name)
{
	struct kdd_buf b = KDD_BUF_INIT;
	char *in = malloc(n + 5);
	int wrong = 0;

	memset(in, 'x', n);
	in[1] = ',';
	memcpy(in + n, "\na,b\n", 5);
	for (size_t piece = n + 5; piece > 100; piece /= 7) {
		read_in_pieces(&b, in, n + 5, piece, 2, 3);
		if (b.n > 200)	/* the row was taken: do not compare x's */
			strcpy(b.p, strrchr(b.p, 'x') + 3);
		if (strcmp(b.p, want) != 0 && wrong++ == 0)
			printf("# %s\n", b.p);
	}
	ok(wrong == 0, "%s", name);
	free(in);
	kdd_buf_release(&b);
}

static bool
stop_at_once(void *arg, const struct kdd_row *row, size_t n)
{
	(void)row;
	*(size_t *)arg += n;
	return false;
}

static void
test_stop(void)
{
	size_t n = 0;
	struct kdd_reader *r = kdd_reader_new(',', 1, 9, 0, stop_at_once, &n);

	for (int i = 0; i < 1000; i++)
		kdd_reader_feed(r, "a,b\nc,", 6);
	kdd_reader_finish(r);
	ok(n == 1, "nothing is handed out after a stop");
	kdd_reader_free(r);
}

static void
test_many_fields(void)
{
	struct kdd_buf b = KDD_BUF_INIT, in = KDD_BUF_INIT;

	for (int i = 0; i < 1000000; i++)
		kdd_buf_char(&in, ',');
	kdd_buf_puts(&in, "\na,b\n");
	read_in_pieces(&b, in.p, in.n, 4096, 2, 3);
	ok(strcmp(b.p, "1 fields at 4 of 1000000\n2 ok[a][b]\n") == 0,
	    "a million columns");
	kdd_buf_release(&in);
	kdd_buf_release(&b);
}

int
main(void)
{
	test_forms();
	test_quotes();
	test_long(KDD_LINE_MAX, "2 ok[a][b]\n", "the longest row");
	test_long(KDD_LINE_MAX + 1,
	    "1 length at 1048577 of 1048577\n2 ok[a][b]\n", "one byte more");
	test_long(5000000, "1 length at 1048577 of 5000000\n2 ok[a][b]\n",
	    "much more");
	test_many_fields();
	test_stop();
	return tap_done();
}
