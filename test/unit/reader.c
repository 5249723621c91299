/* The reader: the same rows however the input is cut. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "reader.h"
#include "tap.h"

/* Where rows are written down, and how they are to be read. */
struct read_test {
	struct kdd_buf	 b;
	struct kdd_layout layout;
	const struct kdd_scan_path *path;
	struct kdd_reader *reader;
};

static void
record_row(struct read_test *t, const struct kdd_row *r)
{
	struct kdd_buf *b = &t->b;

	kdd_buf_printf(b, "%llu %s", (unsigned long long)r->line,
	    kdd_form_name(r->form));
	if (r->form == KDD_FORM_COMMENT)
		kdd_buf_printf(b, " %.*s", (int)r->length, r->bytes);
	else if (r->form != KDD_FORM_OK)
		kdd_buf_printf(b, " at %llu of %llu",
		    (unsigned long long)r->column,
		    (unsigned long long)r->total);
	for (uint32_t f = 0; r->form == KDD_FORM_OK && f < r->nfields; f++) {
		struct kdd_span s = kdd_row_field(r, f);

		kdd_buf_char(b, '[');
		kdd_buf_add(b, s.p, s.n);
		kdd_buf_char(b, ']');
	}
	kdd_buf_char(b, '\n');
}

/* Write down all that a row is; a comment "#X" makes X the delimiter. */
static bool
record(void *arg, struct kdd_row *row, size_t n)
{
	struct read_test *t = arg;

	for (size_t i = 0; i < n; i++) {
		struct kdd_row r = row[i];

		if (r.first && r.form == KDD_FORM_OK)
			kdd_row_judge(&r, &t->layout);
		record_row(t, &r);
		if (r.form == KDD_FORM_COMMENT && r.length > 1) {
			t->layout.delimiter = r.bytes[1];
			kdd_reader_set(t->reader, &t->layout);
		}
	}
	return true;
}

static void
read_in_pieces(struct read_test *t, const char *p, size_t n, size_t piece)
{
	struct kdd_layout before = t->layout;

	t->reader = kdd_reader_new(&t->layout, t->path, record, t);
	t->b.n = 0;
	for (size_t i = 0; i < n; i += piece) {
		/* a copy of its own, so that reading beyond it is seen */
		size_t len = n - i < piece ? n - i : piece;
		char *copy = malloc(len);

		memcpy(copy, p + i, len);
		kdd_reader_feed(t->reader, copy, len);
		free(copy);
	}
	kdd_reader_finish(t->reader);
	kdd_buf_char(&t->b, '\0');
	kdd_reader_free(t->reader);
	t->layout = before;
}

static const struct kdd_layout csv = { ',', '"', '\0', 2, 3, 0, NULL };
static const struct kdd_layout tsv = { '\t', '\0', '#', 2, 3, 0, NULL };

/* By every path, in pieces of every size. */
static void
is_read_by(const struct kdd_layout *layout, const char *in, size_t n,
    const char *want, const char *name)
{
	struct read_test t = { .b = KDD_BUF_INIT, .layout = *layout };
	size_t npaths = kdd_scan_paths(&t.path);
	int wrong = 0;

	for (size_t k = 0; k < npaths; k++, t.path++)
		for (size_t piece = 1; piece <= n + 1; piece++) {
			read_in_pieces(&t, in, n, piece);
			if (strcmp(t.b.p, want) != 0 && wrong++ == 0)
				note("%s, pieces of %zu: %s", t.path->name,
				    piece, t.b.p);
		}
	ok(wrong == 0, "%s", name);
	kdd_buf_release(&t.b);
}

#define READ(in, want, name) \
	is_read_by(&csv, in, sizeof(in) - 1, want, name)
#define READ_LOG(in, want, name) \
	is_read_by(&tsv, in, sizeof(in) - 1, want, name)

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
	READ("\xff,\xfe\xc3\xa4\n", "1 ok[\xff][\xfe\xc3\xa4]\n",
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
	READ("\"a\"\"\",b\nc,\"d\"\"\n", "1 ok[a\"][b]\n2 quote at 3 of 6\n",
	    "a doubled quote at the end");
	READ("\"a\",b\nc,d\n\"e\",\"f\"\n", "1 ok[a][b]\n2 ok[c][d]\n"
	    "3 ok[e][f]\n", "quoted and plain rows in turn");
}

static void
test_start(void)
{
	READ("\xef\xbb\xbf" "a,b\nc,d\n", "1 ok[a][b]\n2 ok[c][d]\n",
	    "a byte-order mark");
	READ("\xef\xbb\xbf\"a\",b\n", "1 ok[a][b]\n",
	    "a byte-order mark, then a quote");
	READ("\xef\xbb\xbf\na,b\n", "2 ok[a][b]\n",
	    "a byte-order mark alone on its line");
	READ("a,b\n\xef\xbb\xbf" "c,d\n", "1 ok[a][b]\n"
	    "2 ok[\xef\xbb\xbf" "c][d]\n", "only the first line has a mark");
	READ("\xff\xfe" "a\0,\0b\0\n\0", "1 utf16 at 1 of 8\n"
	    "2 nul at 1 of 1\n", "UTF-16, low byte first");
	READ("\0a\0,\0b\0\n", "1 utf16 at 1 of 7\n",
	    "UTF-16 without a mark");
	READ("\x1f\x8b\x08\0,\n", "1 packed at 1 of 5\n", "gzip");
	READ("\xfd" "7zXZ\0,\n", "1 packed at 1 of 7\n", "xz");
	READ("(\xb5/\xfd,\n", "1 packed at 1 of 5\n", "zstd");
	READ("BZh91AY&SY,\n", "1 packed at 1 of 11\n", "bzip2");
	READ("BZh01AY&SY,b\n\x1f\x8b,b\n", "1 ok[BZh01AY&SY][b]\n"
	    "2 ok[\x1f\x8b][b]\n", "only a mark, and only at the start");
}

/* A delimiter that is a byte of the mark does not count in it. */
static void
test_mark_delimiter(void)
{
	static const char in[] = "\xef\xbb\xbf" "a\xbf" "b\n\xef\xbb\xbf" "c\n"
	    "\"d\"\xbf" "e\n";
	struct kdd_layout layout = csv;

	layout.delimiter = '\xbf';
	is_read_by(&layout, in, sizeof(in) - 1, "1 ok[a][b]\n"
	    "2 ok[\xef\xbb][c]\n3 ok[d][e]\n", "a mark with a delimiter in");
}

static bool
keep_form(void *arg, struct kdd_row *row, size_t n)
{
	*(int *)arg = n == 1 ? row->form : -1;
	return true;
}

/*
 * One field more than there is room for, one separator in the mark: a first
 * row whose last field has no position must not be handed out as good.
 */
static void
test_mark_room(void)
{
	size_t n = (1u << 17) + 3;
	struct kdd_layout layout = csv;
	struct kdd_reader *r;
	char *in = malloc(n);
	int form = -1;

	memset(in, '\xbf', n);
	memcpy(in, "\xef\xbb", 2);
	in[n - 1] = '\n';
	layout.delimiter = '\xbf';
	r = kdd_reader_new(&layout, NULL, keep_form, &form);
	kdd_reader_feed(r, in, n);
	ok(form == KDD_FORM_FIELDS,
	    "a mark, then more fields than there is room for");
	kdd_reader_free(r);
	free(in);
}

static void
test_comments(void)
{
	READ_LOG("#x\n#\na\tb\n#c\nd\te\n", "1 comment #x\n2 comment #\n"
	    "3 fields at 4 of 3\n4 comment #c\n5 fields at 4 of 3\n",
	    "comments change the delimiter");
	READ_LOG("#\na\tb\r\n#,\r\nc,d\n#\t\r\ne\tf\n",
	    "1 comment #\n2 ok[a][b]\n3 comment #,\n4 ok[c][d]\n"
	    "5 comment #\t\n6 ok[e][f]\n", "and change it back");
	READ_LOG("a\t\"b\n\"\"\tc\"\n", "1 ok[a][\"b]\n"
	    "2 ok[\"\"][c\"]\n", "quotes can be plain bytes");
	READ_LOG("a\tb\n\t#\n", "1 ok[a][b]\n2 ok[][#]\n",
	    "a comment starts its line");
	READ("#a,b\nc,#\n", "1 ok[#a][b]\n2 ok[c][#]\n",
	    "no comments in CSV");
}

/* A line of n bytes and a good one; both as one feed and in pieces. */
static void
test_long(size_t n, const char *want, const char *name)
{
	struct read_test t = { .b = KDD_BUF_INIT, .layout = csv };
	char *in = malloc(n + 5);
	int wrong = 0;

	memset(in, 'x', n);
	in[1] = ',';
	memcpy(in + n, "\na,b\n", 5);
	for (size_t piece = n + 5; piece > 100; piece /= 7) {
		read_in_pieces(&t, in, n + 5, piece);
		if (t.b.n > 200)	/* taken: do not compare x's */
			memmove(t.b.p, strrchr(t.b.p, 'x') + 3,
			    strlen(strrchr(t.b.p, 'x') + 3) + 1);
		if (strcmp(t.b.p, want) != 0 && wrong++ == 0)
			note("%s", t.b.p);
	}
	ok(wrong == 0, "%s", name);
	free(in);
	kdd_buf_release(&t.b);
}

static bool
stop_at_once(void *arg, struct kdd_row *row, size_t n)
{
	(void)row;
	*(size_t *)arg += n;
	return false;
}

static void
test_stop(void)
{
	size_t n = 0;
	struct kdd_reader *r = kdd_reader_new(&csv, NULL, stop_at_once, &n);
	int fed = 0;

	for (int i = 0; i < 1000; i++)
		fed += kdd_reader_feed(r, "a,b\nc,", 6);
	ok(n == 1 && fed == 0, "nothing is handed out after a stop");
	fed = kdd_reader_finish(r);
	kdd_reader_feed(r, "d,e\n", 4);
	ok(n == 2 && fed == 0, "but of the next file it is");
	kdd_reader_free(r);
}

static void
test_many_fields(void)
{
	struct read_test t = { .b = KDD_BUF_INIT, .layout = csv };
	struct kdd_buf in = KDD_BUF_INIT;

	for (int i = 0; i < 1000000; i++)
		kdd_buf_char(&in, ',');
	kdd_buf_puts(&in, "\na,b\n");
	read_in_pieces(&t, in.p, in.n, 4096);
	ok(strcmp(t.b.p, "1 fields at 4 of 1000000\n2 ok[a][b]\n") == 0,
	    "a million columns");
	kdd_buf_release(&in);
	kdd_buf_release(&t.b);
}

int
main(void)
{
	test_forms();
	test_quotes();
	test_start();
	test_mark_delimiter();
	test_mark_room();
	test_comments();
	test_long(KDD_LINE_MAX, "2 ok[a][b]\n", "the longest row");
	test_long(KDD_LINE_MAX + 1,
	    "1 length at 1048577 of 1048577\n2 ok[a][b]\n", "one byte more");
	test_long(5000000, "1 length at 1048577 of 5000000\n2 ok[a][b]\n",
	    "much more");
	test_many_fields();
	test_stop();
	return tap_done();
}
