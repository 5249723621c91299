/*
 * storm - fuzz kdd-storm's bolt: no message makes it break the protocol
 *
 * The input starts with four letters: the form of the rows (phzj), how
 * verdicts are written (c csv, j JSON, e EVE, s csv with --strict), what
 * follows, and a seed for cuts.  After t it is the text of a tuple, which is
 * sent twice; after any other letter it is what comes after the handshake.
 *
 * All that is answered is JSON in frames; what is anchored to a tuple comes
 * before its acknowledgement.  Cut in pieces, a conversation gets the same
 * answers.  Of a text, the bolt says what its rows, read without it, give.
 */
#include <sha256.h>
#include <sys/mman.h>
#include <unistd.h>
#include <yajl/yajl_parse.h>

#include "answer.h"
#include "bolt.h"
#include "cli.h"
#include "frames.h"
#include "fuzz.h"
#include "json.h"
#include "unescape.h"

static const char model_text[] =
    "kdd-model 1\nname odd\ndelimiter ,\ncolumn number x\n"
    "column category what\nvalue a\nvalue b\ncolumn ignored src src_ip\n"
    "column ignored t timestamp\ncolumn ignored kdd\n"
    "column label label\nclass rest quiet\nclass \"y,\\\"s\" alert\n"
    "label no rest\nlabel yes \"y,\\\"s\"\nother rest\n"
    "option target yes\noption criterion gini\noption max-depth 0\n"
    "option min-leaf 1\noption min-split 2\noption seed 1\nrows 5 5\n"
    "node 0 \"y,\\\"s\" 2 3 x <= 2.5 right\nleaf 1 rest 2 0\n"
    "leaf 1 \"y,\\\"s\" 0 3\n";

const char cli_usage[] = "", cli_help[] = "";

struct job {
	struct judge	 judge;
	struct rows	 rows;
	struct bolt	 bolt;
	struct frames	 frames;
	struct kdd_buf	 out;
	/* a text's rows, read without the bolt */
	struct kdd_buf	 want;
	uint64_t	 row, bad;
};

/* A path at which the model can be read; the file has no name. */
static char *
model_path(void)
{
	static char path[64];
	struct kdd_buf text = KDD_BUF_INIT;
	char hex[65];
	int fd;

	if (*path != '\0')
		return path;
	SHA256Data((const uint8_t *)model_text, strlen(model_text), hex);
	kdd_buf_printf(&text, "%ssha256 %s\n", model_text, hex);
	fd = memfd_create("model", 0);
	if (write(fd, text.p, text.n) != (ssize_t)text.n)
		die("the model cannot be written");
	kdd_buf_release(&text);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}

static int
on_handshake(void *arg, const char *pid_dir, struct kdd_error *e)
{
	struct job *job = arg;

	(void)pid_dir;
	(void)e;
	answer_pid(&job->out, 1);
	return 0;
}

static void
start(struct job *job, const uint8_t *head)
{
	static const char forms[] = "phzj";
	const char *form = memchr(forms, head[0], 4);
	struct judge *j = &job->judge;

	*job = (struct job){ .row = 0 };
	optarg = model_path();
	judge_option(j, 'm');
	j->all = true;
	j->strict = head[1] == 's';
	j->alert_form.eve = head[1] == 'e';
	j->json = head[1] == 'j' || head[1] == 'e';
	j->now_is_set = true;
	kdd_moment_put(j->alert_form.now, 1700000000, 5);
	judge_load(j);
	job->rows.source.extra = 1;
	judge_start(j, &job->rows, form != NULL ? (int)(form - forms) : 0);
	job->bolt = (struct bolt){ .judge = j, .rows = &job->rows,
	    .out = &job->out, .on_handshake = on_handshake, .arg = job };
	bolt_open(&job->bolt);
	job->frames = (struct frames){ .take = bolt_take,
	    .arg = &job->bolt };
}

static void
stop(struct job *job)
{
	bolt_close(&job->bolt);
	frames_release(&job->frames);
	judge_release(&job->judge);
	kdd_buf_release(&job->out);
	kdd_buf_release(&job->want);
}

static void
check_json(const char *p, size_t n)
{
	yajl_handle h = yajl_alloc(NULL, NULL, NULL);

	if (yajl_parse(h, (const unsigned char *)p, n) != yajl_status_ok ||
	    yajl_complete_parse(h) != yajl_status_ok)
		die("not JSON: %.*s", (int)n, p);
	yajl_free(h);
}

/* What stands behind a prefix of a line; NULL: it has another. */
static const char *
behind(const char *p, size_t n, const char *prefix)
{
	size_t len = strlen(prefix);

	return n > len && memcmp(p, prefix, len) == 0 ? p + len : NULL;
}

/* The bytes of a string of JSON, with its quotes. */
static size_t
string_length(const char *p)
{
	size_t n = 1;

	while (p[n] != '"')
		n += p[n] == '\\' ? 2 : 1;
	return n + 1;
}

/* An acknowledgement is of the tuple that emits before it were anchored to. */
static void
check_order(const char *p, size_t n, const char **anchor, size_t *len)
{
	const char *id = behind(p, n, "{\"command\":\"emit\",\"anchors\":[");

	if (id != NULL) {
		*len = string_length(id);
		*anchor = id;
		return;
	}
	id = behind(p, n, "{\"command\":\"ack\",\"id\":");
	if (id == NULL && *anchor != NULL)
		die("no acknowledgement: %.*s", (int)n, p);
	if (*anchor != NULL && (n - (size_t)(id - p) != *len + 1 ||
	    memcmp(id, *anchor, *len) != 0))
		die("another is acknowledged: %.*s", (int)n, p);
	*anchor = NULL;
}

static void
check_answers(const struct kdd_buf *out)
{
	const char *p = out->p, *end = p + out->n, *nl, *anchor = NULL;
	size_t len = 0;

	for (; p < end; p = nl + 5) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (nl == NULL || end - nl < 5 || memcmp(nl, "\nend\n", 5))
			die("a message without its end");
		check_json(p, (size_t)(nl - p));
		check_order(p, (size_t)(nl - p), &anchor, &len);
	}
	if (anchor != NULL)
		die("an emit without an acknowledgement");
}

/* Feed it in pieces.  Returns whether all of it was taken. */
static bool
feed(struct job *job, const char *text, size_t n, uint32_t seed)
{
	char *copy;
	int rc = 0;

	for (size_t cut; n > 0 && rc == 0; text += cut, n -= cut) {
		struct kdd_error e;

		cut = next_cut(&seed, n);
		copy = exact_copy(text, cut);
		rc = frames_feed(&job->frames, copy, cut, &e);
		free(copy);
	}
	return rc == 0;
}

static bool
on_rows(void *arg, const struct kdd_row *row, size_t n)
{
	struct job *job = arg;

	for (size_t i = 0; i < n; i++) {
		job->row++;
		if (row[i].form == KDD_FORM_OK)
			judge_row(&job->judge, &row[i], job->row, &job->want);
		else
			job->bad++;
	}
	return true;
}

static void
on_header(void *arg, const struct kdd_row *row, enum kdd_zeek_line line)
{
	(void)arg;
	(void)row;
	(void)line;
}

/* The rows of a text, as kdd-classify would read them in a file. */
static void
read_rows(struct job *job, const struct kdd_buf *text)
{
	struct kdd_source *s = kdd_source_new(&job->rows.source,
	    &(struct kdd_source_hooks){ on_rows, on_header, job });
	struct kdd_error e;
	int rc = kdd_source_feed(s, text->p, text->n, &e);

	if (kdd_source_finish(s, &e) == -1 || rc == -1)
		job->bad++;
	kdd_source_free(s);
}

static unsigned
count(const struct kdd_buf *out, const char *what)
{
	const char *p = out->p, *end = p + out->n;
	unsigned n = 0;

	while ((p = memmem(p, (size_t)(end - p), what, strlen(what))) != NULL) {
		p += strlen(what);
		n++;
	}
	return n;
}

/* What the bolt says of the text that it was sent, against what is wanted. */
static void
check_said(struct job *job)
{
	static const char head[] = "{\"command\":\"emit\",\"anchors\":[\"t1\"],"
	    "\"tuple\":[", tail[] = ",\"need_task_ids\":false}\nend\n";
	struct kdd_buf emit = KDD_BUF_INIT;
	char *to;

	if (count(&job->out, "\"ack\",\"id\":\"t") != 2 ||
	    count(&job->out, "],\"stream\":\"rejects\",") != 2 * job->bad ||
	    count(&job->out, head) != (job->want.n > 0))
		die("other answers: %.*s", (int)job->out.n, job->out.p);
	if (job->want.n == 0)
		return;
	/* of its newlines each is \n, and any other byte JSON's own way */
	kdd_buf_puts(&emit, head);
	kdd_buf_char(&emit, '"');
	for (size_t i = 0; i + 1 < job->want.n;) {
		const char *p = job->want.p + i;
		size_t n = strcspn(p, "\n");

		to = kdd_buf_room(&emit, KDD_JSON_ROOM(n));
		emit.n += (size_t)(kdd_json_text(to, p, n) - to);
		if ((i += n + 1) < job->want.n)
			kdd_buf_puts(&emit, "\\n");
	}
	kdd_buf_puts(&emit, "\"]");
	kdd_buf_puts(&emit, tail);
	if (memmem(job->out.p, job->out.n, emit.p, emit.n) == NULL)
		die("it said %.*s, not %.*s", (int)job->out.n, job->out.p,
		    (int)emit.n, emit.p);
	kdd_buf_release(&emit);
}

/* The conversation: the handshake, and what follows it. */
static void
put_talk(struct kdd_buf *talk, const struct kdd_buf *text, const uint8_t *data,
    size_t size)
{
	char *to;

	kdd_buf_puts(talk, "{\"pidDir\":\"\\/tmp\",\"conf\":{}}\nend\n");
	if (data[2] != 't') {
		kdd_buf_add(talk, data + 4, size - 4);
		return;
	}
	for (int i = 1; i <= 2; i++) {
		kdd_buf_puts(talk, "{\"tuple\":[");
		to = kdd_buf_room(talk, KDD_JSON_ROOM(text->n));
		talk->n += (size_t)(kdd_json_put(to, text->p, text->n) - to);
		kdd_buf_printf(talk, "],\"id\":\"t%d\"}\nend\n", i);
	}
}

/* The text, but for bytes that are not UTF-8 and cannot come in JSON. */
static void
put_text(struct kdd_buf *text, const char *p, size_t n)
{
	struct kdd_buf json = KDD_BUF_INIT;
	char *to = kdd_buf_room(&json, KDD_JSON_ROOM(n));

	json.n = (size_t)(kdd_json_put(to, p, n) - to);
	kdd_buf_char(text, 'x');	/* there is memory, then */
	text->n = 0;
	kdd_unescape_nul(text, json.p + 1, json.n - 2);
	kdd_buf_release(&json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kdd_buf talk = KDD_BUF_INIT, text = KDD_BUF_INIT;
	struct job whole, cut;
	bool good, same;

	if (size < 4)
		return 0;
	put_text(&text, (const char *)data + 4, size - 4);
	put_talk(&talk, &text, data, size);
	start(&whole, data);
	start(&cut, data);
	good = feed(&whole, talk.p, talk.n, 0);
	same = feed(&cut, talk.p, talk.n, data[3]) == good;
	if (!same || whole.out.n != cut.out.n ||
	    memcmp(whole.out.p, cut.out.p, cut.out.n) != 0)
		die("cut, it says %.*s, whole %.*s", (int)cut.out.n,
		    cut.out.p, (int)whole.out.n, whole.out.p);
	check_answers(&whole.out);
	if (data[2] == 't' && data[1] == 'c') {
		read_rows(&whole, &text);
		check_said(&whole);
	}
	if (data[2] == 't' && !good)
		die("a text was not taken: %.*s", (int)talk.n, talk.p);
	stop(&whole);
	stop(&cut);
	kdd_buf_release(&talk);
	kdd_buf_release(&text);
	return 0;
}
