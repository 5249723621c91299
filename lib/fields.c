#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "guess.h"

static int
start(struct kdd_fields *f, const struct kdd_schema *s, uint32_t n)
{
	kdd_fields_release(f);
	f->field = calloc((size_t)n + 1, sizeof(*f->field));
	f->n = n;
	f->label_suffix = s->label_suffix;
	for (int i = 0; i < KDD_NROLES; i++)
		f->role[i] = KDD_NO_FIELD;
	return f->field == NULL ? -1 : 0;
}

/* Put field i behind those that have the role. */
static void
add_role(struct kdd_fields *f, uint32_t i, enum kdd_role role)
{
	if (role == KDD_NO_ROLE)
		return;
	if (f->role[role] == KDD_NO_FIELD)
		f->role[role] = i;
	else
		f->field[f->last[role]].next = i;
	f->last[role] = i;
}

/* Field i is column c of the schema. */
static void
set_column(struct kdd_fields *f, uint32_t i, const struct kdd_schema *s,
    uint32_t c)
{
	const struct kdd_column *col = &s->column[c];

	f->field[i] = (struct kdd_field){ col->name, strlen(col->name),
	    col->kind, KDD_NO_FIELD, col->from };
	add_role(f, i, col->role);
}

/* Roles that the schema does not give, by the names of the fields. */
static void
guess_roles(struct kdd_fields *f)
{
	uint32_t given[KDD_NROLES];

	memcpy(given, f->role, sizeof(given));
	for (uint32_t i = 0; i < f->n; i++) {
		enum kdd_role role = kdd_guess_name(f->field[i].name).role;

		if (given[role] == KDD_NO_FIELD)
			add_role(f, i, role);
	}
}

/* Does the schema give the role to a column? */
static bool
has_role(const struct kdd_schema *s, enum kdd_role role)
{
	for (uint32_t c = 0; c < s->ncolumns; c++)
		if (s->column[c].role == role)
			return true;
	return false;
}

static bool
has_key(const struct kdd_schema *s, const char *key)
{
	for (uint32_t c = 0; c < s->ncolumns; c++)
		if (strcmp(kdd_schema_from(s, c), key) == 0)
			return true;
	return kdd_schema_find(s, key) != KDD_NO_COLUMN;
}

static int
seek(struct kdd_schema *s, const char *key)
{
	if (*key == '\0' || s->ncolumns == KDD_COLUMNS_MAX || has_key(s, key))
		return 0;
	return kdd_schema_add(s, key, KDD_IGNORED);
}

static int
seek_list(struct kdd_schema *s, const char *list)
{
	char *keys = strdup(list), *rest = keys;
	int rc = keys == NULL ? -1 : 0;

	while (rc == 0 && rest != NULL)
		rc = seek(s, strsep(&rest, ","));
	free(keys);
	return rc;
}

static int
seek_roles(struct kdd_schema *s)
{
	static const char *const keys[] = {
		"ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p",
		"proto", "timestamp", "src_ip", "src_port", "dest_ip",
		"dest_port", "@timestamp", "source.ip", "source.port",
		"destination.ip", "destination.port", "network.transport"
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!has_role(s, kdd_guess_name(keys[i]).role) &&
		    seek(s, keys[i]) == -1)
			return -1;
	return 0;
}

int
kdd_fields_seek(struct kdd_schema *s, const char *list, bool roles)
{
	if (list != NULL && seek_list(s, list) == -1)
		return -1;
	return roles ? seek_roles(s) : 0;
}

int
kdd_fields_set_schema(struct kdd_fields *f, const struct kdd_schema *s,
    bool by_key, uint32_t extra)
{
	if (start(f, s, s->ncolumns) == -1)
		return -1;
	f->by_key = by_key;
	f->extra = by_key ? 0 : extra;
	for (uint32_t c = 0; c < s->ncolumns; c++)
		set_column(f, c, s, c);
	guess_roles(f);
	return 0;
}

/* The names of a header, each with a NUL behind it. */
static int
copy_names(struct kdd_fields *f, const struct kdd_header *h)
{
	size_t total = 0;
	char *to;

	for (uint32_t i = 0; i < h->n; i++)
		total += h->names.length[h->id[i]] + (size_t)1;
	if ((f->names = to = malloc(total + 1)) == NULL)
		return -1;
	for (uint32_t i = 0; i < h->n; i++) {
		uint32_t n = h->names.length[h->id[i]];

		memcpy(to, kdd_header_name(h, i), n + (size_t)1);
		f->field[i] = (struct kdd_field){ to, n, KDD_IGNORED,
		    KDD_NO_FIELD, NULL };
		to += n + 1;
	}
	return 0;
}

int
kdd_fields_set_header(struct kdd_fields *f, const struct kdd_schema *s,
    const struct kdd_header *h, const struct kdd_view *view)
{
	if (start(f, s, h->n) == -1 || copy_names(f, h) == -1)
		return -1;
	for (uint32_t c = 0; c < s->ncolumns; c++)
		if (view->field[c] < h->n)
			set_column(f, view->field[c], s, c);
	guess_roles(f);
	return 0;
}

uint32_t
kdd_fields_find(const struct kdd_fields *f, const char *name, size_t n)
{
	uint32_t called = KDD_NO_FIELD;

	for (uint32_t i = f->n; i-- > 0;) {
		const struct kdd_field *p = &f->field[i];

		if (p->length == n && memcmp(p->name, name, n) == 0)
			return i;
		if (p->from != NULL && strlen(p->from) == n &&
		    memcmp(p->from, name, n) == 0)
			called = i;
	}
	return called;
}

void
kdd_fields_release(struct kdd_fields *f)
{
	free(f->field);
	free(f->names);
	*f = (struct kdd_fields){ 0 };
}
