/*
 * names - fuzz schema files: what is read is written and reads back the same
 */
#include "fuzz.h"
#include "names.h"

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
check_same(const struct kdd_schema *a, const struct kdd_schema *b)
{
	if (a->ncolumns != b->ncolumns || a->label != b->label ||
	    a->form != b->form || a->label_suffix != b->label_suffix ||
	    (a->form != KDD_JSON && a->delimiter != b->delimiter))
		die("another schema came back");
	for (uint32_t i = 0; i < a->ncolumns; i++) {
		const struct kdd_column *c = &a->column[i], *d = &b->column[i];

		if (!same_text(c->name, d->name) ||
		    !same_text(c->from, d->from) || c->kind != d->kind ||
		    c->role != d->role)
			die("another column %u came back", i + 1);
	}
}

/* The promises that the rest of lib/ relies on. */
static void
check_sound(const struct kdd_schema *s)
{
	if (s->ncolumns == 0 || s->ncolumns > KDD_COLUMNS_MAX)
		die("%u columns", s->ncolumns);
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		const struct kdd_column *c = &s->column[i];

		if (*c->name == '\0' || kdd_schema_find(s, c->name) != i)
			die("the name of column %u is bad", i + 1);
		if (c->kind == KDD_UNDECIDED ||
		    (c->kind == KDD_LABEL) != (s->label == i))
			die("the kind of column %u is bad", i + 1);
	}
}

static const char *
note(void *arg, uint32_t column)
{
	const struct kdd_schema *s = arg;

	return column % 3 == 0 ? "50% | \\ \"\n\x7f\xff" :
	    column % 3 == 1 ? s->column[column].from : NULL;
}

static void
write_and_read(const struct kdd_schema *s, bool notes)
{
	struct kdd_buf b = KDD_BUF_INIT, again = KDD_BUF_INIT;
	struct kdd_schema back;
	struct kdd_error e;

	kdd_names_write(&b, s, notes ? note : NULL, (void *)s);
	if (b.failed)
		die("out of memory");
	if (kdd_names_parse(&back, b.p, b.n, &e) == -1)
		die("not read back: line %zu: %s: %.*s", e.line, e.what,
		    (int)b.n, b.p);
	check_same(s, &back);
	kdd_names_write(&again, &back, notes ? note : NULL, &back);
	if (again.n != b.n || memcmp(again.p, b.p, b.n) != 0)
		die("written otherwise: %.*s", (int)b.n, b.p);
	kdd_schema_release(&back);
	kdd_buf_release(&b);
	kdd_buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kdd_schema s;
	struct kdd_error e = { 0 };

	if (kdd_names_parse(&s, (const char *)data, size, &e) == -1) {
		if (*e.what == '\0' || strchr(e.what, '\n') != NULL ||
		    memchr(e.what, '\0', sizeof(e.what)) == NULL)
			die("a bad error: %s", e.what);
		if (s.column != NULL || s.ncolumns > 0)
			die("not released after an error");
		return 0;
	}
	check_sound(&s);
	write_and_read(&s, false);
	write_and_read(&s, true);
	kdd_schema_release(&s);
	return 0;
}
