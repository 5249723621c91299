#include "alert.h"

#include <stdlib.h>

#include "json.h"
#include "verdict.h"

int
kdd_alerts_init(struct kdd_alerts *a, const struct kdd_model *model, bool eve)
{
	*a = (struct kdd_alerts){ .model = model, .text = KDD_BUF_INIT,
	    .eve = eve };
	a->leaf = calloc(model->tree.n, sizeof(*a->leaf));
	return kdd_why_init(&a->why, model) == -1 || a->leaf == NULL ? -1 : 0;
}

void
kdd_alerts_move(struct kdd_alerts *a, const struct kdd_model *model)
{
	a->model = a->why.model = model;
}

void
kdd_alerts_release(struct kdd_alerts *a)
{
	kdd_why_release(&a->why);
	kdd_buf_release(&a->text);
	free(a->leaf);
	*a = (struct kdd_alerts){ 0 };
}

static void
add_why(struct kdd_alerts *a, struct kdd_buf *b, uint32_t leaf)
{
	struct kdd_buf test = KDD_BUF_INIT;
	const char *comma = "";

	kdd_why_start(&a->why, leaf);
	while (kdd_why_next(&a->why, &test)) {
		kdd_buf_char(&test, '\0');
		kdd_buf_puts(b, comma);
		if (test.failed)
			b->failed = true;
		else
			kdd_json_string(b, test.p);
		test.n = 0;
		comma = ",";
	}
	kdd_buf_release(&test);
}

/* All that comes before the number of the row, or, of EVE, behind eve.h's. */
static void
make_leaf(struct kdd_alerts *a, uint32_t leaf)
{
	const struct kdd_model *m = a->model;
	const char *class = m->classes.name[m->tree.node[leaf].label];
	struct kdd_buf *b = &a->text;

	a->leaf[leaf].from = b->n;
	kdd_buf_char(b, a->eve ? ',' : '{');
	if (a->eve) {
		kdd_eve_alert(b, m, m->tree.node[leaf].label);
		kdd_buf_char(b, ',');
	}
	kdd_buf_puts(b, "\"kdd\":{\"model\":");
	kdd_json_string(b, m->name);
	kdd_buf_printf(b, ",\"digest\":\"%s\",\"class\":", m->digest);
	kdd_json_string(b, class);
	kdd_buf_puts(b, ",\"score\":");
	kdd_score_add(b, &m->tree, leaf);
	kdd_buf_printf(b, ",\"leaf\":%u,\"why\":[", leaf);
	add_why(a, b, leaf);
	kdd_buf_puts(b, "],\"row\":");
	a->leaf[leaf].n = b->n - a->leaf[leaf].from;
}

static void
add_eve(struct kdd_buf *b, const struct kdd_alert_form *f,
    const struct kdd_row *row)
{
	char *to = kdd_buf_room(b, KDD_EVE_ROOM);

	if (to == NULL)
		return;
	*to++ = '{';
	to = kdd_eve_put(to, &f->fields, row, f->now);
	b->n = (size_t)(to - b->p);
}

/* The row's members, each with a comma before it, and the end of the line. */
static void
add_members(struct kdd_buf *b, const struct kdd_alert_form *f,
    const struct kdd_row *row)
{
	char *to = kdd_buf_room(b, kdd_members_room(&f->members, row) + 2);

	if (to == NULL)
		return;
	to = kdd_members_put(&f->members, to, row);
	*to++ = '}';
	*to++ = '\n';
	b->n = (size_t)(to - b->p);
}

/* The same as a member of "kdd", whose brace stands for the first comma. */
static void
add_fields(struct kdd_buf *b, const struct kdd_alert_form *f,
    const struct kdd_row *row)
{
	size_t brace;

	kdd_buf_puts(b, ",\"fields\":");
	brace = b->n;
	add_members(b, f, row);
	if (b->failed)
		return;
	b->p[brace] = '{';
	b->n--;
}

void
kdd_alert_add(struct kdd_alerts *a, const struct kdd_alert_form *f,
    struct kdd_buf *b, uint32_t leaf, const struct kdd_row *row,
    uint64_t number)
{
	const struct kdd_alert_leaf *l = &a->leaf[leaf];

	if (l->n == 0)
		make_leaf(a, leaf);
	if (a->text.failed) {
		b->failed = true;
		return;
	}
	if (f->eve)
		add_eve(b, f, row);
	kdd_buf_add(b, a->text.p + l->from, l->n);
	kdd_buf_u64(b, number);
	if (f->eve && f->chosen)
		add_fields(b, f, row);
	kdd_buf_char(b, '}');
	if (f->eve)
		kdd_buf_puts(b, "}\n");
	else if (f->whole)
		kdd_verdict_add_object(b, row);
	else
		add_members(b, f, row);
}
