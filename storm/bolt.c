#include "bolt.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "unescape.h"

static const char rejects[] = "rejects";

static struct kdd_span
span_of(const char *s)
{
	return (struct kdd_span){ s, strlen(s) };
}

static struct kdd_span
id_of(const struct bolt *b)
{
	return b->parser.m.member[MESSAGE_ID];
}

static void
on_header(void *arg, const struct kdd_row *row, enum kdd_zeek_line line)
{
	struct bolt *b = arg;
	char delimiter = rows_delimiter(b->rows);

	(void)row;
	if (delimiter != b->judge->delimiter)
		judge_set_form(b->judge, b->judge->form, delimiter);
	if (line != KDD_ZEEK_FIELDS)
		return;
	judge_set_header(b->judge, kdd_source_header(b->rows->reader),
	    kdd_source_layout(b->rows->reader)->view);
	b->named = true;
}

static void
on_row(void *arg, const struct kdd_row *row)
{
	struct bolt *b = arg;

	if (!judge_is_sound(b->judge, b->rows, row))
		return;
	judge_row(b->judge, row, b->rows->seen - b->before, &b->text);
}

static void
on_reject(void *arg, const struct kdd_row *row, const char *word,
    uint64_t column, const char *what)
{
	struct bolt *b = arg;
	char phrase[480], at[24] = "";

	if (column > 0)
		snprintf(at, sizeof(at), ":%llu", (unsigned long long)column);
	if (row->line > 0)
		snprintf(phrase, sizeof(phrase), "%llu%s: %s",
		    (unsigned long long)row->line, at, what);
	else
		snprintf(phrase, sizeof(phrase), "%s", what);
	answer_emit(b->out, id_of(b), rejects, (struct kdd_span[]){
	    span_of(word), span_of(phrase), { row->bytes, row->length } }, 3);
}

void
bolt_open(struct bolt *b)
{
	b->rows->on_header = on_header;
	b->rows->on_row = on_row;
	b->rows->on_reject = on_reject;
	b->rows->arg = b;
	b->rows->source.text = true;
	if (message_parser_init(&b->parser) == -1)
		cli_fail("%s", strerror(ENOMEM));
	rows_open(b->rows);
}

/* What is not read of a tuple, from that line on, if there are lines. */
static void
reject_rest(struct bolt *b, struct kdd_span text, size_t line,
    const char *what)
{
	const char *nl;
	struct kdd_row row = { .line = line };

	for (size_t i = 1; i < line && text.n > 0 &&
	    (nl = memchr(text.p, '\n', text.n)) != NULL; i++) {
		text.n -= (size_t)(nl + 1 - text.p);
		text.p = nl + 1;
	}
	if (text.n > 0 && text.p[text.n - 1] == '\n')
		text.n--;
	row.bytes = text.n > 0 ? text.p : "";
	row.length = (uint32_t)text.n;
	b->rows->seen++;
	rows_reject(b->rows, &row, "tuple", 0, "%s", what);
}

/* A header holds for the rows of its tuple alone. */
static void
forget_header(struct bolt *b)
{
	if (b->named)
		judge_set_schema(b->judge, b->rows->source.extra);
	b->named = false;
}

/* Every row has its end: whether the last of a text has one is all the same. */
static int
take_rows(struct bolt *b)
{
	struct kdd_buf *in = &b->input;
	struct kdd_error e;
	int rc = 0;

	in->n = 0;
	in->failed = false;
	kdd_unescape_nul(in, b->parser.m.raw.p, b->parser.m.raw.n);
	if (in->n > 0 && in->p[in->n - 1] != '\n')
		kdd_buf_char(in, '\n');
	if (in->failed)
		return -1;
	if (in->n > 0 && rows_text(b->rows, in->p, in->n, &e) == -1) {
		if (errno == ENOMEM)
			rc = -1;
		else
			reject_rest(b, (struct kdd_span){ in->p, in->n },
			    e.line, e.what);
	}
	forget_header(b);
	return rc;
}

static int
judge_tuple(struct bolt *b)
{
	struct kdd_span said;

	if (b->parser.m.raw.p == NULL) {
		reject_rest(b, b->parser.m.tuple, 0,
		    "the tuple's first value is not a string");
		return 0;
	}
	if (take_rows(b) == -1)
		return -1;
	said = (struct kdd_span){ b->text.p, b->text.n };
	if (said.n > 0) {
		said.n--;	/* the last newline */
		answer_emit(b->out, id_of(b), NULL, &said, 1);
	}
	return b->text.failed ? -1 : 0;
}

/* All answers to a tuple, or that it failed. */
static void
take_tuple(struct bolt *b)
{
	size_t from = b->out->n;

	b->tuples++;
	b->before = b->rows->seen;
	b->text.n = 0;
	b->text.failed = false;
	if (judge_tuple(b) == 0)
		answer_ack(b->out, id_of(b));
	else
		b->out->failed = true;
	if (!b->out->failed)
		return;
	b->out->n = from;
	b->out->failed = false;
	answer_fail(b->out, id_of(b));
	b->failed++;
	cli_warn("out of memory: a tuple failed, and will come again");
}

static int
take_handshake(struct bolt *b, struct kdd_error *e)
{
	const struct kdd_span *dir = &b->parser.m.member[MESSAGE_PID_DIR];
	struct kdd_buf path = KDD_BUF_INIT;
	int rc;

	if (dir->n == 0)
		return kdd_error_set(e, 0, "it has no pidDir and is no "
		    "handshake; kdd-storm is to be started by Storm");
	kdd_buf_add(&path, dir->p, dir->n);
	kdd_buf_char(&path, '\0');
	rc = path.failed ? kdd_error_set(e, 0, "out of memory") :
	    b->on_handshake(b->arg, path.p, e);
	kdd_buf_release(&path);
	b->greeted = true;
	return rc;
}

int
bolt_take(void *bolt, const char *p, size_t n, struct kdd_error *e)
{
	struct bolt *b = bolt;

	if (message_parse(&b->parser, p, n, e) == -1)
		return -1;
	if (!b->greeted)
		return take_handshake(b, e);
	switch (b->parser.m.kind) {
	case MESSAGE_HEARTBEAT: answer_sync(b->out); break;
	case MESSAGE_TICK: answer_ack(b->out, id_of(b)); break;
	case MESSAGE_TUPLE: take_tuple(b); break;
	case MESSAGE_TASKS: break;
	case MESSAGE_OTHER:
		return kdd_error_set(e, 0, "neither a tuple nor a heartbeat: "
		    "it has no id that is a string");
	}
	return 0;
}

void
bolt_close(struct bolt *b)
{
	rows_close(b->rows);
	message_parser_release(&b->parser);
	kdd_buf_release(&b->input);
	kdd_buf_release(&b->text);
}
