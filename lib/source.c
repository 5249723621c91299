#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "discover.h"
#include "headline.h"
#include "jsonrow.h"
#include "keys.h"

struct kdd_source {
	struct kdd_source_options o;
	struct kdd_source_hooks hooks;
	struct kdd_reader *reader;
	struct kdd_layout layout;
	struct kdd_error error;		/* why the file cannot be read on */
	bool		 failed, no_memory;

	struct kdd_view	 view;
	uint32_t	*field;		/* [view.ncolumns] */
	struct kdd_header header;
	struct kdd_headline line;	/* the header, if named is set */
	bool		 named;
	struct kdd_column_names columns;	/* PLAIN, without discover */

	struct kdd_zeek	 zeek;
	bool		 mapped;	/* the last #fields has all columns */
	struct kdd_jsonrow *json;
	struct kdd_keys	 keys;
};

static bool
fail(struct kdd_source *s, uint64_t line)
{
	s->failed = true;
	s->error.line = (size_t)line;
	return false;
}

static bool
fail_memory(struct kdd_source *s)
{
	s->no_memory = true;
	kdd_error_set(&s->error, 0, "out of memory");
	return fail(s, 0);
}

/* Room for the field of each column and of each leading field. */
static int
start_view(struct kdd_source *s)
{
	uint32_t n = s->o.schema->ncolumns;
	void *p = realloc(s->field, ((size_t)n + KDD_LEAD_MAX) *
	    sizeof(*s->field));

	if (p == NULL)
		return -1;
	s->field = p;
	s->view = (struct kdd_view){ .field = p, .ncolumns = n + s->o.lead,
	    .edition = s->view.edition + 1 };
	for (uint32_t i = 0; i < s->o.lead; i++)
		s->field[n + i] = i;
	return 0;
}

/* Rows of the schema's own order. */
static int
plain_layout(struct kdd_source *s)
{
	const struct kdd_schema *c = s->o.schema;

	s->layout = (struct kdd_layout){ .delimiter = c->delimiter,
	    .quote = '"', .min = 1, .max = 1, .extra = s->o.extra };
	if (c->ncolumns == 0)
		return 0;
	s->layout.max = s->o.lead + c->ncolumns;
	s->layout.min = s->o.lead + (s->o.labelled ?
	    kdd_schema_min_labelled(c) : kdd_schema_min_fields(c));
	if (s->o.lead == 0)
		return 0;
	if (start_view(s) == -1)
		return -1;
	for (uint32_t i = 0; i < c->ncolumns; i++)
		s->field[i] = i + s->o.lead;
	s->layout.view = &s->view;
	return 0;
}

/* As a file starts, before its first line. */
static int
start_file(struct kdd_source *s)
{
	s->named = s->mapped = false;
	kdd_header_clear(&s->header);
	switch (s->o.form) {
	case KDD_ZEEK:
		kdd_zeek_init(&s->zeek);
		s->layout = (struct kdd_layout){ .delimiter =
		    s->zeek.separator, .comment = '#', .min = 1,
		    .max = KDD_COLUMNS_MAX + KDD_LEAD_MAX };
		return 0;
	case KDD_JSON:
		s->layout = (struct kdd_layout){ .delimiter = '\n',
		    .min = 1, .max = 1 };
		return 0;
	default:
		return plain_layout(s);
	}
}

/* Find the columns by the names in the header.  -1: s->error says why not. */
static int
map_header(struct kdd_source *s)
{
	struct kdd_schema *c = s->o.schema;

	if (s->o.discover && c->ncolumns == 0) {
		if (kdd_discover_columns(c, &s->header, s->o.rename,
		    &s->error) == -1 || kdd_discover_label(c, s->o.label,
		    s->o.labelled, &s->error) == -1)
			return -1;
	} else if (s->o.discover &&
	    kdd_discover_check(c, &s->header, &s->error) == -1) {
		return -1;
	}
	if (start_view(s) == -1)
		return kdd_error_set(&s->error, 0, "out of memory");
	return kdd_header_map(&s->header, c, s->o.labelled, s->o.lead,
	    s->field, &s->error);
}

static bool
take_header(struct kdd_source *s, const struct kdd_row *row)
{
	if (map_header(s) == -1)
		return fail(s, row->line);
	s->named = true;
	s->layout.min = s->layout.max = row->nfields;
	s->layout.extra = 0;
	s->layout.view = &s->view;
	kdd_reader_set(s->reader, &s->layout);
	if (s->hooks.on_header != NULL && (!s->o.one_header ||
	    !s->line.begun))
		s->hooks.on_header(s->hooks.arg, row, KDD_ZEEK_FIELDS);
	return kdd_headline_set(&s->line, row, true) == 0 || fail_memory(s);
}

/* The first row of all tells whether the columns have names. */
static bool
discover_plain(struct kdd_source *s, const struct kdd_row *row)
{
	if (kdd_discover_first(s->o.schema, &s->header, s->o.label,
	    &s->error) == -1)
		return fail(s, row->line);
	s->o.form = s->o.schema->form;
	if (plain_layout(s) == -1)
		return fail_memory(s);
	kdd_reader_set(s->reader, &s->layout);
	return true;
}

/* Is a PLAIN file's first line seen to be a row, without a closer look? */
static bool
is_row(const struct kdd_source *s, const struct kdd_row *row)
{
	const struct kdd_layout *l = &s->layout;

	return s->o.form == KDD_PLAIN && !s->o.discover &&
	    row->nfields >= l->min + l->extra &&
	    row->nfields <= l->max + l->extra &&
	    !kdd_column_names_any(&s->columns, row, s->o.lead);
}

/* Take the names from the first row; false: the file is not read on. */
static bool
read_names(struct kdd_source *s, const struct kdd_row *row, bool *named)
{
	if (kdd_header_read(&s->header, row, s->o.lead) == -1)
		return fail_memory(s);
	if (s->o.form == KDD_PLAIN && s->o.schema->ncolumns == 0 &&
	    !discover_plain(s, row))
		return false;
	*named = s->o.form == KDD_HEADER ||
	    kdd_header_is_meant(&s->header, s->o.schema);
	return true;
}

/* The first row of a file that may have a header. */
static bool
take_first(struct kdd_source *s, struct kdd_row *row)
{
	bool named = false;

	if (row->form != KDD_FORM_OK && s->o.form != KDD_HEADER)
		return s->hooks.on_rows(s->hooks.arg, row, 1);
	if (row->form != KDD_FORM_OK) {
		kdd_error_set(&s->error, 0, "the first line cannot be a "
		    "header (%s)", kdd_form_name(row->form));
		return fail(s, row->line);
	}
	if (!is_row(s, row) && !read_names(s, row, &named))
		return false;
	if (s->o.one_header &&
	    kdd_headline_check(&s->line, row, named, &s->error) == -1)
		return fail(s, row->line);
	if (named)
		return take_header(s, row);
	kdd_headline_set(&s->line, row, false);
	kdd_row_judge(row, &s->layout);
	return s->hooks.on_rows(s->hooks.arg, row, 1);
}

/* Hand rows on, but not those that repeat the header. */
static bool
pass_named(struct kdd_source *s, const struct kdd_row *row, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		if (!kdd_headline_is(&s->line, &row[i]))
			continue;
		if (i > from && !s->hooks.on_rows(s->hooks.arg, row + from,
		    i - from))
			return false;
		from = i + 1;
	}
	return from == n || s->hooks.on_rows(s->hooks.arg, row + from,
	    n - from);
}

/* #fields: the columns of the rows that follow. */
static bool
take_fields(struct kdd_source *s, const struct kdd_row *row)
{
	s->mapped = map_header(s) == 0;
	if (s->o.discover)
		s->o.schema->delimiter = s->zeek.separator;
	if (!s->mapped && s->o.discover)
		return fail(s, row->line);
	s->layout.min = s->layout.max = s->header.n + s->o.lead;
	s->layout.view = &s->view;
	return true;
}

static bool
take_comment(struct kdd_source *s, const struct kdd_row *row)
{
	enum kdd_zeek_line line = kdd_zeek_take(&s->zeek, row->bytes,
	    row->length, s->o.lead, &s->header, &s->error);

	if (line == KDD_ZEEK_BAD || (line == KDD_ZEEK_FIELDS &&
	    !take_fields(s, row)))
		return fail(s, row->line);
	s->layout.delimiter = s->zeek.separator;
	s->view.unset = (struct kdd_span){ s->zeek.unset, s->zeek.nunset };
	s->view.edition++;
	kdd_reader_set(s->reader, &s->layout);
	if (s->hooks.on_header != NULL)
		s->hooks.on_header(s->hooks.arg, row, line);
	return true;
}

/* Rows of which it is not known what their fields are. */
static bool
pass_unmapped(struct kdd_source *s, struct kdd_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		row[i].what = s->header.n > 0 ? s->error.what :
		    "no #fields line before it names the columns";
		if (row[i].form == KDD_FORM_OK)
			row[i].form = KDD_FORM_COLUMNS;
	}
	return s->hooks.on_rows(s->hooks.arg, row, n);
}

static bool
pass_zeek(struct kdd_source *s, struct kdd_row *row, size_t n)
{
	if (row->form == KDD_FORM_COMMENT)
		return take_comment(s, row);
	if (!s->mapped)
		return pass_unmapped(s, row, n);
	if (row->first && row->form == KDD_FORM_OK)
		kdd_row_judge(row, &s->layout);
	return s->hooks.on_rows(s->hooks.arg, row, n);
}

static int
start_json(struct kdd_source *s)
{
	s->json = kdd_jsonrow_new(kdd_keys_column, &s->keys);
	return s->json == NULL ? -1 :
	    kdd_keys_start(&s->keys, s->o.lead, s->o.label);
}

static bool
pass_json(struct kdd_source *s, struct kdd_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int rc = 0;

		if (row[i].form == KDD_FORM_OK)
			rc = kdd_jsonrow_parse(s->json, &row[i],
			    &s->keys.ncolumns, &row[i].what);
		if (rc == -1 || s->keys.no_memory)
			return fail_memory(s);
		if (kdd_keys_check(&s->keys, &s->error) == -1)
			return fail(s, row[i].line);
		if (rc == 1)
			row[i].form = KDD_FORM_JSON;
		if (!s->hooks.on_rows(s->hooks.arg, &row[i], 1))
			return false;
	}
	return true;
}

static bool
on_rows(void *arg, struct kdd_row *row, size_t n)
{
	struct kdd_source *s = arg;

	if ((!s->o.text || s->o.form == KDD_HEADER) &&
	    (row->form == KDD_FORM_UTF16 || row->form == KDD_FORM_PACKED)) {
		kdd_row_explain(row, &s->layout, s->error.what,
		    sizeof(s->error.what));
		return fail(s, row->line);
	}
	return s->o.form == KDD_ZEEK ? pass_zeek(s, row, n) :
	    s->o.form == KDD_JSON ? pass_json(s, row, n) :
	    row->first ? take_first(s, row) :
	    s->named ? pass_named(s, row, n) :
	    s->hooks.on_rows(s->hooks.arg, row, n);
}

struct kdd_source *
kdd_source_new(const struct kdd_source_options *options,
    const struct kdd_source_hooks *hooks)
{
	struct kdd_source *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->o = *options;
	s->hooks = *hooks;
	kdd_header_init(&s->header);
	kdd_keys_init(&s->keys, s->o.schema, s->o.discover);
	if (kdd_column_names_init(&s->columns, s->o.schema) == -1 ||
	    (s->o.form == KDD_JSON && start_json(s) == -1) ||
	    start_file(s) == -1 || (s->reader = kdd_reader_new(&s->layout,
	    s->o.path, on_rows, s)) == NULL) {
		kdd_source_free(s);
		return NULL;
	}
	return s;
}

/* What feed and finish return, by what the reader did. */
static int
result(struct kdd_source *s, int rc, struct kdd_error *e)
{
	if (rc != -1 && !s->failed)
		return rc;
	if (rc == -1)
		fail_memory(s);
	errno = s->no_memory ? ENOMEM : 0;
	*e = s->error;
	return -1;
}

int
kdd_source_feed(struct kdd_source *s, const char *p, size_t n,
    struct kdd_error *e)
{
	return result(s, kdd_reader_feed(s->reader, p, n), e);
}

static int
next_file(struct kdd_source *s)
{
	s->failed = false;
	if (start_file(s) == -1)
		return -1;
	kdd_reader_set(s->reader, &s->layout);
	return 0;
}

int
kdd_source_finish(struct kdd_source *s, struct kdd_error *e)
{
	int rc = result(s, kdd_reader_finish(s->reader), e);

	return next_file(s) == -1 ? result(s, -1, e) : rc;
}

uint64_t
kdd_source_drop(struct kdd_source *s)
{
	uint64_t n = kdd_reader_drop(s->reader);

	if (next_file(s) == -1)
		fail_memory(s);
	return n;
}

const struct kdd_header *
kdd_source_header(const struct kdd_source *s)
{
	return &s->header;
}

const struct kdd_layout *
kdd_source_layout(const struct kdd_source *s)
{
	return &s->layout;
}

void
kdd_source_free(struct kdd_source *s)
{
	if (s == NULL)
		return;
	kdd_reader_free(s->reader);
	kdd_jsonrow_free(s->json);
	kdd_header_release(&s->header);
	kdd_column_names_release(&s->columns);
	kdd_keys_release(&s->keys);
	kdd_headline_release(&s->line);
	free(s->field);
	free(s);
}
