/*
 * model - fuzz model files: what is taken is sound, and is written as it was
 *
 * The input is a model's text without its last line, the digest, which is
 * put right here.  Tokens can be written in more than one way and labels
 * come in any order, so what a model writes is compared with what it writes
 * when it has been read back.
 */
#include <sha256.h>
#include <yajl/yajl_parse.h>

#include "emit_c.h"
#include "emit_dot.h"
#include "emit_info.h"
#include "emit_json.h"
#include "emit_rules.h"
#include "fuzz.h"
#include "predict.h"

static void
check_error(const struct kdd_error *e)
{
	if (*e->what == '\0' || strchr(e->what, '\n') != NULL)
		die("a bad error: %s", e->what);
}

/* A row of fields of many kinds, from which on they are taken in turn. */
static void
walk(struct kdd_predictor *p, const struct kdd_model *m, uint32_t from)
{
	static const char *const some[] = { "", "0", "?", "-1e9", "tcp",
		"NaN", "1", "inf", "1x", "a\"b", "3.5", "udp" };
	struct kdd_buf text = KDD_BUF_INIT;
	struct kdd_row row = { .nfields = m->schema.ncolumns };
	uint32_t *end = malloc(row.nfields * sizeof(*end)), leaf;

	for (uint32_t i = 0; i < row.nfields; i++) {
		kdd_buf_puts(&text, some[(from + i) % 12]);
		end[i] = (uint32_t)text.n;
		kdd_buf_char(&text, ',');
	}
	row.bytes = row.text = text.p;
	row.length = row.whole = (uint32_t)text.n - 1;
	row.end = end;
	leaf = kdd_predict(p, &row);
	if (leaf >= m->tree.n || m->tree.node[leaf].test != KDD_LEAF ||
	    m->tree.node[leaf].label >= m->classes.n)
		die("a row ends at node %u", leaf);
	free(end);
	kdd_buf_release(&text);
}

/* A line for each leaf, whatever the names hold. */
static void
use_rules(const struct kdd_model *m, struct kdd_buf *b)
{
	uint32_t lines = 0;

	kdd_emit_rules(b, m);
	for (size_t i = 0; i < b->n; i++)
		lines += b->p[i] == '\n';
	if (lines != kdd_tree_leaves(&m->tree))
		die("%u rules", lines);
}

/* One valid document, or a reason why there is none. */
static void
use_json(const struct kdd_model *m)
{
	struct kdd_buf b = KDD_BUF_INIT;
	yajl_handle h = yajl_alloc(NULL, NULL, NULL);
	struct kdd_error e;

	if (kdd_emit_json_check(m, &e) == -1) {
		check_error(&e);
	} else {
		kdd_emit_json(&b, m);
		if (yajl_parse(h, (const unsigned char *)b.p, b.n) !=
		    yajl_status_ok || yajl_complete_parse(h) != yajl_status_ok)
			die("no JSON: %.*s", (int)b.n, b.p);
	}
	yajl_free(h);
	kdd_buf_release(&b);
}

/* A line of its own for each box and edge, whatever the names hold. */
static void
use_dot(const struct kdd_model *m)
{
	struct kdd_buf b = KDD_BUF_INIT;
	uint32_t lines = 0;

	kdd_emit_dot(&b, m);
	for (size_t i = 0; i + 3 < b.n; i++)
		lines += memcmp(b.p + i, "\n\tn", 3) == 0 &&
		    b.p[i + 3] != 'o';
	if (lines != 2 * m->tree.n - 1)
		die("%u lines: %.*s", lines, (int)b.n, b.p);
	kdd_buf_release(&b);
}

static void
use_info(const struct kdd_model *m)
{
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_emit_info(&b, m);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] != '\n' && ((unsigned char)b.p[i] < 0x20 ||
		    b.p[i] == 0x7f))
			die("a control byte: %.*s", (int)b.n, b.p);
	kdd_buf_release(&b);
}

static void
use(const struct kdd_model *m, const struct kdd_buf *text)
{
	struct kdd_buf c = KDD_BUF_INIT, rules = KDD_BUF_INIT;
	struct kdd_predictor p;

	if (kdd_predictor_init(&p, m, NULL) == -1)
		die("out of memory");
	for (uint32_t i = 0; i < 12; i++)
		walk(&p, m, i);
	kdd_predictor_release(&p);
	kdd_emit_c(&c, m, text);
	kdd_buf_release(&c);
	use_rules(m, &rules);
	use_json(m);
	use_dot(m);
	use_info(m);
	kdd_buf_release(&rules);
}

static void
write_and_read(struct kdd_model *m)
{
	struct kdd_buf b = KDD_BUF_INIT, again = KDD_BUF_INIT;
	struct kdd_model back;
	struct kdd_error e;

	kdd_model_write(m, &b);
	if (b.failed)
		die("out of memory");
	if (kdd_model_read(&back, b.p, b.n, &e) == -1)
		die("not read back: line %zu: %s: %.*s", e.line, e.what,
		    (int)b.n, b.p);
	kdd_model_write(&back, &again);
	if (again.n != b.n || memcmp(again.p, b.p, b.n) != 0 ||
	    strcmp(m->digest, back.digest) != 0)
		die("written otherwise: %.*s", (int)b.n, b.p);
	use(&back, &b);
	kdd_model_release(&back);
	kdd_buf_release(&b);
	kdd_buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kdd_buf text = KDD_BUF_INIT;
	struct kdd_model m;
	struct kdd_error e = { 0 };
	char hex[65];

	/* as it is: the digest is wrong, or not there */
	if (kdd_model_read(&m, (const char *)data, size, &e) == 0)
		kdd_model_release(&m);
	else
		check_error(&e);
	SHA256Data(data, size, hex);
	kdd_buf_add(&text, data, size);
	kdd_buf_printf(&text, "sha256 %s\n", hex);
	if (kdd_model_read(&m, text.p, text.n, &e) == 0) {
		write_and_read(&m);
		kdd_model_release(&m);
	} else {
		check_error(&e);
	}
	kdd_buf_release(&text);
	return 0;
}
