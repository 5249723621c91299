#include "header.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

void
kdd_header_init(struct kdd_header *h)
{
	*h = (struct kdd_header){ 0 };
	kdd_dict_init(&h->names);
}

void
kdd_header_release(struct kdd_header *h)
{
	kdd_dict_release(&h->names);
	free(h->first);
	free(h->last);
	free(h->next);
	free(h->id);
	kdd_header_init(h);
}

void
kdd_header_clear(struct kdd_header *h)
{
	kdd_dict_release(&h->names);
	h->n = 0;
}

static int
grow(uint32_t **array, uint32_t room)
{
	void *p = realloc(*array, room * sizeof(**array));

	if (p == NULL)
		return -1;
	*array = p;
	return 0;
}

int
kdd_header_add(struct kdd_header *h, struct kdd_span name)
{
	uint32_t known = h->names.n, i = h->n, id, room;

	name = kdd_span_trim(name);
	id = kdd_dict_add(&h->names, name.p, name.n);
	if (id == KDD_NONE || grow(&h->first, h->names.room) == -1 ||
	    grow(&h->last, h->names.room) == -1)
		return -1;
	if (i == h->room) {
		room = h->room > 0 ? 2 * h->room : 64;
		if (grow(&h->next, room) == -1 || grow(&h->id, room) == -1)
			return -1;
		h->room = room;
	}
	h->id[i] = id;
	h->next[i] = KDD_NO_FIELD;
	if (h->names.n > known)
		h->first[id] = i;
	else
		h->next[h->last[id]] = i;
	h->last[id] = i;
	h->n++;
	return 0;
}

int
kdd_header_read(struct kdd_header *h, const struct kdd_row *row,
    uint32_t lead)
{
	kdd_header_clear(h);
	for (uint32_t i = lead; i < row->nfields; i++)
		if (kdd_header_add(h, kdd_row_field(row, i)) == -1)
			return -1;
	return 0;
}

const char *
kdd_header_name(const struct kdd_header *h, uint32_t i)
{
	return kdd_dict_key(&h->names, h->id[i]);
}

static uint32_t
find(const struct kdd_header *h, const struct kdd_schema *s, uint32_t c)
{
	const char *name = kdd_schema_from(s, c);

	return kdd_dict_find(&h->names, name, strlen(name));
}

bool
kdd_header_is_meant(const struct kdd_header *h, const struct kdd_schema *s)
{
	uint32_t features = 0, known = 0;

	for (uint32_t c = 0; c < s->ncolumns; c++) {
		bool feature = kdd_kind_is_feature(s->column[c].kind);

		features += feature;
		known += feature && find(h, s, c) != KDD_NONE;
	}
	return known > 0 && known >= features - known;
}

bool
kdd_header_is_words(const struct kdd_header *h)
{
	double v;

	for (uint32_t i = 0; i < h->names.n; i++)
		if (kdd_num_parse(kdd_dict_key(&h->names, i),
		    h->names.length[i], &v) == 0)
			return false;
	return h->names.n > 1 || (h->names.n == 1 && h->names.length[0] > 0);
}

int
kdd_header_twice(const struct kdd_header *h, uint32_t id, struct kdd_error *e)
{
	const char *name = kdd_dict_key(&h->names, id);
	uint32_t a = h->first[id], b = h->next[a];
	char shown[KDD_SHOW_MAX];

	return kdd_error_set(e, 0, "the column name %s comes twice, as field %"
	    PRIu32 " and %" PRIu32 "; a schema file can tell them apart (see "
	    "kdd-schema)", kdd_error_show(shown, sizeof(shown), name,
	    h->names.length[id]), a + 1, b + 1);
}

static int
missing(const struct kdd_schema *s, uint32_t c, struct kdd_error *e)
{
	const char *name = kdd_schema_from(s, c);
	char shown[KDD_SHOW_MAX];

	return kdd_error_set(e, 0, "there is no column %s, which %s",
	    kdd_error_show(shown, sizeof(shown), name, strlen(name)),
	    s->column[c].kind == KDD_LABEL ? "is the label" :
	    "is one of the features");
}

static bool
is_needed(const struct kdd_schema *s, uint32_t c, bool labelled)
{
	return kdd_kind_is_feature(s->column[c].kind) ||
	    (labelled && s->column[c].kind == KDD_LABEL);
}

/* left[id]: the first field of that name which no column has taken. */
static int
map_columns(const struct kdd_header *h, const struct kdd_schema *s,
    bool labelled, uint32_t lead, uint32_t *field, uint32_t *left,
    struct kdd_error *e)
{
	uint32_t id;

	for (uint32_t c = 0; c < s->ncolumns; c++) {
		id = find(h, s, c);
		field[c] = KDD_NO_FIELD;
		if (id != KDD_NONE && left[id] != KDD_NO_FIELD) {
			field[c] = left[id] + lead;
			left[id] = h->next[left[id]];
		} else if (is_needed(s, c, labelled)) {
			return missing(s, c, e);
		}
	}
	for (uint32_t c = 0; c < s->ncolumns; c++) {
		id = find(h, s, c);
		if (id != KDD_NONE && left[id] != KDD_NO_FIELD &&
		    is_needed(s, c, labelled))
			return kdd_header_twice(h, id, e);
	}
	return 0;
}

int
kdd_header_map(const struct kdd_header *h, const struct kdd_schema *s,
    bool labelled, uint32_t lead, uint32_t *field, struct kdd_error *e)
{
	size_t size = ((size_t)h->names.n + 1) * sizeof(uint32_t);
	uint32_t *left = malloc(size);
	int rc;

	for (uint32_t c = 0; c < s->ncolumns; c++)
		field[c] = KDD_NO_FIELD;
	if (left == NULL)
		return kdd_error_set(e, 0, "out of memory");
	if (h->names.n > 0)
		memcpy(left, h->first, size - sizeof(*left));
	rc = map_columns(h, s, labelled, lead, field, left, e);
	free(left);
	return rc;
}

int
kdd_column_names_init(struct kdd_column_names *k, const struct kdd_schema *s)
{
	*k = (struct kdd_column_names){ 0 };
	kdd_dict_init(&k->names);
	for (uint32_t c = 0; c < s->ncolumns; c++) {
		const char *name = kdd_schema_from(s, c);

		if (kdd_dict_add(&k->names, name, strlen(name)) == KDD_NONE)
			return -1;
		k->starts[(unsigned char)*name] = true;
	}
	return 0;
}

bool
kdd_column_names_any(const struct kdd_column_names *k,
    const struct kdd_row *row, uint32_t lead)
{
	for (uint32_t i = lead; i < row->nfields; i++) {
		struct kdd_span f = kdd_span_trim(kdd_row_field(row, i));

		if (k->starts[f.n > 0 ? (unsigned char)*f.p : 0] &&
		    kdd_dict_find(&k->names, f.p, f.n) != KDD_NONE)
			return true;
	}
	return false;
}

void
kdd_column_names_release(struct kdd_column_names *k)
{
	kdd_dict_release(&k->names);
}
