/* names: what is no schema file, and in which line. */
#include "schemas.h"

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

#define A "a: continuous.\n"

static const struct {
	const char	*text;
	size_t		 line;
	const char	*says;
} refused[] = {
	{ "", 0, "no column" },
	{ "| nothing\n\n", 0, "no column" },
	{ "\xef\xbb\xbf", 0, "no column" },
	{ "yes, no.\n", 0, "no column" },
	{ "a: ignore.\nb: label.\n", 0, "no feature" },
	{ "\xff\xfe" "a", 1, "UTF-16" },
	{ "\xfe\xff" "a", 1, "UTF-16" },
	{ A "\nb: continuous\n", 3, "end with a period: \"b: continuous\"" },
	{ A "b: continuous .x\n", 2, "end with a period" },
	{ A "b: continuous\\.\n", 2, "end with a period" },
	{ A "b: continuous | .\n", 2, "end with a period" },
	{ "yes, no\n" A, 1, "end with a period" },
	{ A "b: continuous. c: continuous.\n", 2, "more behind the period" },
	{ A "No. of packets: continuous.\n", 2, "write \\." },
	{ A "b: continuous. .\n", 2, "more behind the period" },
	{ A "b\\\n", 2, "backslash" },
	{ A "b\\\r\n", 2, "backslash" },
	{ A "b\1: continuous.\n", 2, "control byte \\x01" },
	{ A "b\r: continuous.\n", 2, "control byte \\x0d" },
	{ A "b\\\t: continuous.\n", 2, "control byte \\x09" },
	{ A "b\x7f: continuous.\n", 2, "control byte \\x7f" },
	{ A "b\tc: continuous.\n", 2, "control byte" },
	{ A "b: continuous from c\td.\n", 2, "control byte" },
	{ A "yes, no.\n", 2, "neither" },
	{ "form plain.\nyes, no.\n" A, 2, "neither" },
	{ "continuous.\n" A, 1, "neither" },
	{ ".\n" A, 1, "neither" },
	{ "forms plain.\n" A, 1, "neither" },
	{ "\\form plain.\n" A, 1, "neither" },
	{ A "form plain.\n", 2, "must come before" },
	{ "form header.\n\nform header.\n" A, 3, "given twice" },
	{ "delimiter tab.\ndelimiter tab.\n" A, 2, "given twice" },
	{ "label-suffix a.\nlabel-suffix b.\n" A, 2, "given twice" },
	{ "form.\n" A, 1, "no form \"\"" },
	{ "form csv.\n" A, 1, "no form \"csv\": it is plain" },
	{ "form Header.\n" A, 1, "no form" },
	{ "delimiter.\n" A, 1, "no delimiter \"\"" },
	{ "delimiter a.\n" A, 1, "no delimiter \"a\"" },
	{ "delimiter 1.\n" A, 1, "no delimiter" },
	{ "delimiter -.\n" A, 1, "no delimiter" },
	{ "delimiter _.\n" A, 1, "no delimiter" },
	{ "delimiter +.\n" A, 1, "no delimiter" },
	{ "delimiter ..\n" A, 1, "no delimiter" },
	{ "delimiter dot.\n" A, 1, "no delimiter" },
	{ "delimiter \".\n" A, 1, "no delimiter" },
	{ "delimiter \\x00.\n" A, 1, "no delimiter" },
	{ "delimiter \\x0a.\n" A, 1, "no delimiter" },
	{ "delimiter \\x0d.\n" A, 1, "no delimiter" },
	{ "delimiter \\x41.\n" A, 1, "no delimiter" },
	{ "delimiter \\x4.\n" A, 1, "no delimiter" },
	{ "delimiter \\x4g.\n" A, 1, "no delimiter" },
	{ "delimiter x3b.\n" A, 1, "no delimiter" },
	{ "delimiter ;;.\n" A, 1, "no delimiter" },
	{ "delimiter a very long word, longer than any.\n" A, 1,
	    "no delimiter" },
	{ "label-suffix.\n" A, 1, "no label suffix" },
	{ "label-suffix ab.\n" A, 1, "no label suffix \"ab\"" },
	{ "label-suffix \".\n" A, 1, "no label suffix" },
	{ "label-suffix \\x00.\n" A, 1, "no label suffix" },
	{ A ": continuous.\n", 2, "without a name" },
	{ A "  : continuous.\n", 2, "without a name" },
	{ A A, 2, "second column of the name \"a\"" },
	{ A " \\a : ignore.\n", 2, "second column of the name \"a\"" },
	{ A "b: label.\nc: label.\n", 3, "second label: \"c\"" },
	{ A "b:.\n", 2, "no kind \"\"" },
	{ A "b: number.\n", 2, "no kind \"number\": it is continuous" },
	{ A "b: Continuous.\n", 2, "no kind" },
	{ A "b: \\continuous.\n", 2, "no kind" },
	{ A "b: continuous x.\n", 2, "no kind" },
	{ A "b: discrete x.\n", 2, "no kind" },
	{ A "b: from c.\n", 2, "no kind \"\"" },
	{ A "b: x as y from z.\n", 2, "no kind" },
	{ A "b: x, ,y.\n", 2, "an empty value" },
	{ A "b: x,.\n", 2, "an empty value" },
	{ A "b: continuous from.\n", 2, "from what?" },
	{ A "b: continuous from as proto.\n", 2, "from what?" },
	{ A "b: continuous as.\n", 2, "no role \"\"" },
	{ A "b: continuous as dst_ip.\n", 2, "no role \"dst_ip\"" },
	{ A "b: ignore as src_ip from c as d.\n", 2, "no kind" },
	{ A "b: ignore from c as src_ip d.\n", 2, "no role \"src_ip d\"" },
	{ A "\x1b[2J\n", 2, "control byte \\x1b" },
};

static void
test_refused(void)
{
	bool good = true;

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct kdd_schema s;
		int rc = parse(&s, refused[i].text, strlen(refused[i].text));

		if (rc == -1 && e.line == refused[i].line &&
		    strstr(e.what, refused[i].says) != NULL &&
		    s.column == NULL && s.ncolumns == 0)
			continue;
		note("%s", refused[i].text);
		note("%d: line %zu: %s", rc, e.line, rc == -1 ? e.what : "");
		good = false;
		kdd_schema_release(&s);
	}
	ok(good, "every error names its line and what is wrong");
}

static void
test_nul(void)
{
	static const char text[] = A "b: cont\0inuous.\n";
	static const char utf16[] = "a\0:\0";
	struct kdd_schema s;

	ok(parse(&s, text, sizeof(text) - 1) == -1 && e.line == 2 &&
	    strstr(e.what, "NUL") != NULL, "a NUL byte is refused");
	ok(parse(&s, utf16, sizeof(utf16) - 1) == -1 && e.line == 1 &&
	    strstr(e.what, "UTF-16") != NULL, "UTF-16 without a mark, too");
}

/* The text of n columns, "aN: continuous." */
static struct kdd_buf
many(int n)
{
	struct kdd_buf b = KDD_BUF_INIT;

	for (int i = 0; i < n; i++)
		kdd_buf_printf(&b, "a%d: continuous from a.\n", i);
	return b;
}

static void
test_limits(void)
{
	struct kdd_buf b = many(KDD_COLUMNS_MAX);
	struct kdd_schema s;
	size_t n = KDD_NAMES_SIZE_MAX;
	char *p;

	ok(parse(&s, b.p, b.n) == 0 && s.ncolumns == KDD_COLUMNS_MAX,
	    "65535 columns, all from one name");
	kdd_schema_release(&s);
	kdd_buf_puts(&b, "x: ignore.\n");
	ok(parse(&s, b.p, b.n) == -1 && e.line == KDD_COLUMNS_MAX + 1 &&
	    strstr(e.what, "65535") != NULL, "65536 are too many");
	kdd_buf_release(&b);

	p = malloc(n + 1);
	memset(p, 'x', n + 1);
	ok(parse(&s, p, n + 1) == -1 && e.line == 0 &&
	    strstr(e.what, "larger") != NULL, "a larger file is refused");
	n /= 16;
	memcpy(p + n - 13, ": continuous.", 13);
	ok(parse(&s, p, n) == 0 && strlen(s.column[0].name) == n - 13,
	    "a name of 4 MiB");
	kdd_schema_release(&s);
	memset(p, '\n', n);
	memcpy(p + n - 2, "x.", 2);
	ok(parse(&s, p, n) == -1 && e.line == n - 1, "4 million lines");
	free(p);
}

int
main(void)
{
	test_refused();
	test_nul();
	test_limits();
	return tap_done();
}
