/* JSON lines made to hurt: deep, long, broken; and when memory runs out. */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "any.h"
#include "jsonlines.h"

/* n times open, what is in the middle, n times close */
static struct kdd_buf
nest(const char *open, size_t n, const char *middle, const char *close)
{
	struct kdd_buf b = KDD_BUF_INIT;

	for (size_t i = 0; i < n; i++)
		kdd_buf_puts(&b, open);
	kdd_buf_puts(&b, middle);
	for (size_t i = 0; i < n; i++)
		kdd_buf_puts(&b, close);
	return b;
}

static void
test_depth(void)
{
	static const struct {
		const char	*open, *middle, *close, *want;
		size_t		 n;
	} t[] = {
		{ "{\"a\":", "{}", "}", "", 999 },
		{ "{\"a\":", "{}", "}", "nested too deeply", 1000 },
		{ "{\"a\":", "", "", "nested too deeply", 1000000 },
		{ "[", "", "", "not one JSON object", 1000000 },
		{ "{\"a\":[", "1", "]}", "", 500 },
		{ "{\"a\":[", "[]", "]}", "nested too deeply", 500 },
		{ "{\"a\":[", "", "", "nested too deeply", 1000000 },
		{ "{", "", "", "not valid JSON", 1000000 },
		{ "}", "", "", "not one JSON object", 1000000 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct kdd_buf b = nest(t[i].open, t[i].n, t[i].middle,
		    t[i].close);

		is_line(b.p, b.n, t[i].want, strlen(t[i].want), "nested");
		kdd_buf_release(&b);
	}
}

static void
test_path(void)
{
	struct kdd_buf b = KDD_BUF_INIT, want = KDD_BUF_INIT;
	char key[KDD_JSONROW_PATH + 2];

	memset(key, 'k', sizeof(key));
	key[KDD_JSONROW_PATH - 2] = '\0';
	kdd_buf_printf(&b, "{\"%s\":{\"a\":1,\"bb\":2,\"c\":{\"d\":3}},"
	    "\"e\":4}", key);
	kdd_buf_printf(&want, "[%s.a=1][e=4]", key);
	is_line(b.p, b.n, want.p, want.n, "the longest key");
	kdd_buf_release(&b);
	kdd_buf_release(&want);
}

/* A line of a MiB: start, middle over and over, end. */
static struct kdd_buf
fill(const char *start_with, const char *middle, const char *end_with)
{
	size_t end = KDD_LINE_MAX - strlen(end_with) - strlen(middle);
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_puts(&b, start_with);
	while (b.n <= end)
		kdd_buf_puts(&b, middle);
	kdd_buf_puts(&b, end_with);
	return b;
}

static void
test_long(void)
{
	struct kdd_buf b = fill("{\"a\":[", "0,", "1]}"), want = KDD_BUF_INIT;

	kdd_buf_puts(&want, "[a=");
	kdd_buf_add(&want, b.p + 6, b.n - 8);
	kdd_buf_char(&want, ']');
	is_line(b.p, b.n, want.p, want.n, "half a million elements");
	kdd_buf_release(&b);

	b = fill("{\"a\":\"", "\\\"", "\"}");
	want.n = 3;
	for (size_t i = 8; i < b.n; i += 2)
		kdd_buf_char(&want, '"');
	kdd_buf_char(&want, ']');
	is_line(b.p, b.n, want.p, want.n, "half a million escapes");
	kdd_buf_release(&b);
	kdd_buf_release(&want);
}

static void
test_many_columns(void)
{
	struct kdd_buf b = KDD_BUF_INIT, want = KDD_BUF_INIT;

	for (int i = 0; i < 5000; i++) {
		kdd_buf_printf(&b, "%s\"k%d\":%d", i > 0 ? "," : "{", i, i);
		kdd_buf_printf(&want, "[k%d=%d]", i, i);
	}
	kdd_buf_char(&b, '}');
	is_line(b.p, b.n, want.p, want.n, "columns that come to light");
	kdd_buf_release(&b);
	kdd_buf_release(&want);
}

/* Change a few bytes of a line, or put a token in. */
static void
spoil(struct kdd_buf *b)
{
	static const char *const token[] = {
		"{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d",
		"\\ude00", "null", "true", "NaN", "-", "+", ".", "e", "0",
		" ", "\t", "\v", "\001", "\xff", "//", "[]", "{}", "\"\"",
	};

	for (int i = any_between(0, 4); i > 0; i--) {
		const char *t = token[any_between(0,
		    sizeof(token) / sizeof(token[0]) - 1)];
		size_t at = (size_t)any_between(0, (int)b->n - 1);
		size_t n = strlen(t);

		if (any_between(0, 9) == 0)
			b->n = at + 1;
		else if (any_between(0, 1) == 0)
			b->p[at] = (char)any_between(0, 255);
		else {
			kdd_buf_add(b, t, n);
			memmove(b->p + at + n, b->p + at, b->n - n - at);
			memcpy(b->p + at, t, n);
		}
	}
}

/* Whatever came before, a line is the same as it is to a fresh parser. */
static void
test_spoilt(void)
{
	static const char line[] = "{\"ts\":1655157610.743948,\"id.orig_h\":"
	    "\"::1\",\"a\\\"b\":\"x\\\\\\\"\\/\\ud83d\\ude00\",\"flow\":{\"n\":"
	    "-0,\"t\":{\"x\":[1,\"\",null,[2],{\"y\":[]}]}},\"ok\":true,"
	    "\"s\":[ ],\"e\":\"\",\"n\":null, \"flow.n\":1E+5}";
	struct kdd_buf b = KDD_BUF_INIT, want = KDD_BUF_INIT;
	struct json in, fresh;
	int wrong = 0;

	start(&in);
	for (int i = 0; i < 20000; i++) {
		b.n = 0;
		kdd_buf_add(&b, line, sizeof(line) - 1);
		spoil(&b);
		start(&fresh);
		show(&want, &fresh, b.p, b.n);
		stop(&fresh);
		wrong += !is_shown(&in, b.p, b.n, want.p, want.n);
		wrong += !is_shown(&in, GOOD, sizeof(GOOD) - 1,
		    "[z=1][y.x=A/]", 13);
	}
	stop(&in);
	ok(wrong == 0, "20000 spoilt lines");
	kdd_buf_release(&b);
	kdd_buf_release(&want);
}

/* Allow the process so much more memory; false: that cannot be done. */
static bool
allow(size_t more)
{
	unsigned long long pages;
	struct rlimit l;
	FILE *f = fopen("/proc/self/statm", "r");
	int n;

	if (f == NULL)
		return false;
	n = fscanf(f, "%llu", &pages);
	fclose(f);
	/* the sanitizers take terabytes, and die when they get no more */
	if (n != 1 || pages > 1ull << 26 || getrlimit(RLIMIT_AS, &l) == -1)
		return false;
	l.rlim_cur = pages * 4096 + more;
	return setrlimit(RLIMIT_AS, &l) == 0;
}

static int
parse(struct json *in, const struct kdd_buf *b)
{
	struct kdd_row row = { .bytes = b->p, .length = (uint32_t)b->n };
	const char *what;

	return kdd_jsonrow_parse(in->j, &row, &in->key.n, &what);
}

/* 1 MiB is too little for the line, 8 MiB is enough: 0, 1 if not, 2: skip. */
static int
run_short(const char *const part[3])
{
	struct kdd_buf b = fill(part[0], part[1], part[2]);
	struct json in;
	bool well;

	start(&in);
	if (!allow(1 << 20))
		return 2;
	well = parse(&in, &b) == -1;
	well &= allow(8 << 20) && parse(&in, &b) == 0;
	stop(&in);
	kdd_buf_release(&b);
	return !well;
}

/* The lines that need most, each in a process with nothing to reuse. */
static void
test_memory(void)
{
	static const char *const line[][3] = {
		{ "{\"a\":[", "\"\",", "1]}" },
		{ "{\"a\":\"", "\\\\", "\"}" },
		{ "{\"", "\\\\", "\":1}" },
		{ "{\"a\":\"\\\\", "xx", "\"}" },
	};
	int status;

	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(run_short(line[i]));
		if (pid == -1 || waitpid(pid, &status, 0) == -1)
			status = 1;
		ok(status == 0 || (WIFEXITED(status) &&
		    WEXITSTATUS(status) == 2), "memory for a long line%s",
		    status != 0 ? " # SKIP no limit can be set" : "");
	}
}

int
main(void)
{
	test_memory();
	test_depth();
	test_path();
	test_long();
	test_many_columns();
	test_spoilt();
	return tap_done();
}
