/* names: schemas written and read again; spoilt files. */
#include "any.h"
#include "schemas.h"

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

static const char *
a_note(void *arg, uint32_t column)
{
	const char *const *texts = arg;

	return texts[column];
}

static void
test_notes(void)
{
	static const char *const texts[] = {
	    "3 values", NULL, "", "two\nlines\x1b[2J", "\xc3\xa9" };
	struct kdd_schema s, again;
	struct kdd_buf b = KDD_BUF_INIT;
	const char *text = "a: continuous.\nb: ignore.\nc: ignore.\n"
	    "\xc3\xa9\xc3\xa9: symbolic as proto.\nd: ignore.\n";

	reads(&s, text);
	kdd_buf_puts(&b, "| mine\n");
	kdd_names_write(&b, &s, a_note, (void *)texts);
	kdd_buf_char(&b, '\0');
	ok(!b.failed && strcmp(b.p, "| mine\n"
	    "a: continuous.         | 3 values\n"
	    "b: ignore.\n"
	    "c: ignore.\n"
	    "\xc3\xa9\xc3\xa9: symbolic as proto. | two?lines?[2J\n"
	    "d: ignore.             | \xc3\xa9\n") == 0,
	    "comments stand in one column, without control bytes");
	ok(reads(&again, b.p) && same(&s, &again), "and are read over");
	kdd_schema_release(&s);
	kdd_schema_release(&again);
	kdd_buf_release(&b);
}

static void
test_kdd99(void)
{
	struct kdd_schema s;
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_schema_kdd99(&s);
	kdd_names_write(&b, &s, NULL, NULL);
	ok(strncmp(b.p, "label-suffix dot.\nduration: continuous.\n"
	    "protocol_type: symbolic.\n", 65) == 0, "kdd99 as a file");
	ok(comes_back(&s), "kdd99 comes back");
	kdd_schema_release(&s);
	kdd_buf_release(&b);
}

/* Bytes that mean something come more often than others. */
static void
any_name(char *to, size_t max)
{
	static const char *const words[] = {
	    "as", "from", "form", "|", ":", ",", ".", "\\", " ", "\"",
	    ". ", " .", " as ", " from ", "continuous", "\"\"",
	    "\xef\xbb\xbf", "\xff", "\xfe", "\xc3\xa9", "x", "3b" };
	size_t n = 0, want = 1 + any() % max;

	while (n < want) {
		const char *w = words[any() % COUNT(words)];

		do {
			char c = any() % 3 > 0 ? *w++ :
			    (char)any_between(0x20, 255);

			to[n++] = c == 0x7f ? 'd' : c;
		} while (n < want && *w != '\0');
	}
	to[n] = '\0';
}

static char
any_delimiter(void)
{
	char c, s[5];

	do
		sprintf(s, "\\x%02x", (unsigned)any_between(0, 255));
	while (kdd_delimiter_parse(s, &c) == -1);
	return c;
}

static void
any_column(struct kdd_schema *s)
{
	enum kdd_kind kind = (enum kdd_kind)any_between(0, KDD_IGNORED);
	char name[40];

	do
		any_name(name, sizeof(name) - 1);
	while (kdd_schema_find(s, name) != KDD_NO_COLUMN);
	if (kind == KDD_LABEL && s->label != KDD_NO_COLUMN)
		kind = KDD_IGNORED;
	kdd_schema_add(s, name, s->ncolumns == 0 ? KDD_NUMBER : kind);
	if (any() % 2) {
		any_name(name, sizeof(name) - 1);
		kdd_schema_set_from(s, s->ncolumns - 1,
		    any() % 8 ? name : "");
	}
	s->column[s->ncolumns - 1].role =
	    (enum kdd_role)any_between(0, KDD_NROLES - 1);
}

static void
test_any_schema(void)
{
	bool good = true;

	for (int i = 0; i < 10000 && good; i++) {
		struct kdd_schema s;
		char c = (char)any_between(0, 255);

		kdd_schema_init(&s);
		for (int n = any_between(1, 8); n > 0; n--)
			any_column(&s);
		s.form = (enum kdd_stream)any_between(0, KDD_NSTREAMS - 1);
		s.delimiter = any() % 2 ? any_delimiter() :
		    s.form == KDD_ZEEK ? '\t' : ',';
		if (c != '"' && c != '\r' && c != '\n')
			s.label_suffix = c;
		good = comes_back(&s);
		kdd_schema_release(&s);
	}
	ok(good, "any schema comes back, whatever its names");
}

/* A few bytes changed, cut out, put in or doubled. */
static size_t
mutate(char *p, size_t n, size_t room)
{
	static const char odd[] = "\0\n\r\t .:|,\\\"asfrom\xef\xff\x7f\1";

	for (int k = any_between(1, 6); k > 0 && n > 8; k--) {
		size_t at = any() % n, len = 1 + any() % 8;
		char c = any() % 4 ? odd[any() % sizeof(odd)] : (char)any();

		len = len < n - at ? len : n - at;
		switch (any() % 5) {
		case 0:
			memmove(p + at, p + at + len, n - at - len);
			n -= len;
			break;
		case 1:
			if (n + len <= room) {
				memmove(p + at + len, p + at, n - at);
				n += len;
			}
			break;
		case 2:
			n -= any() % 16 == 0 ? len : 0;
			break;
		default:
			p[at] = c;
		}
	}
	return n;
}

static void
test_mutations(void)
{
	const size_t room = sizeof(flows) + 64;
	char *p = malloc(room);
	int read = 0;
	bool good = true;

	for (int i = 0; i < 50000 && good; i++) {
		struct kdd_schema s;
		size_t n = sizeof(flows) - 1;

		memcpy(p, flows, n);
		n = mutate(p, n, room);
		if (parse(&s, p, n) == 0) {
			read++;
			good = comes_back(&s);
		} else {
			good = s.column == NULL && *e.what != '\0' &&
			    strchr(e.what, '\n') == NULL;
		}
		kdd_schema_release(&s);
	}
	free(p);
	ok(good && read > 1000, "50000 spoilt files are read or refused");
}

int
main(void)
{
	test_notes();
	test_kdd99();
	test_any_schema();
	test_mutations();
	return tap_done();
}
