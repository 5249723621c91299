#include "discover.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "guess.h"
#include "names.h"
#include "token.h"

#define KDD_RENAMED_MAX 256	/* bytes of a name that is made up */

int
kdd_discover_add(struct kdd_schema *s, const char *name)
{
	struct kdd_guess g = kdd_guess_name(name);

	bool answers = strcasecmp(name, "label") == 0;

	if (kdd_schema_add(s, name, g.identifies || answers ? KDD_IGNORED :
	    KDD_UNDECIDED) == -1)
		return -1;
	s->column[s->ncolumns - 1].role = g.role;
	return 0;
}

static int
too_many(struct kdd_error *e)
{
	return kdd_error_set(e, 0, "more than %d columns", KDD_COLUMNS_MAX);
}

/* A name for field i that no column and no other field has. */
static int
add_renamed(struct kdd_schema *s, const struct kdd_header *h, uint32_t i)
{
	const char *from = kdd_header_name(h, i);
	char name[KDD_RENAMED_MAX];

	for (uint32_t k = i + 1;; k += h->n) {
		if (*from == '\0')
			snprintf(name, sizeof(name), "field%" PRIu32, k);
		else
			snprintf(name, sizeof(name), "%.*s %" PRIu32,
			    KDD_RENAMED_MAX - 16, from, k);
		if (kdd_dict_find(&h->names, name, strlen(name)) == KDD_NONE)
			break;
	}
	return kdd_discover_add(s, name) == -1 ? -1 :
	    kdd_schema_set_from(s, s->ncolumns - 1, from);
}

static int
undivided(const char *word, struct kdd_error *e)
{
	return kdd_error_set(e, 0, "the line is a single field with %ss in "
	    "it: kdd-schema -d %s makes a schema file that says so", word,
	    word);
}

static int
add_named(struct kdd_schema *s, const struct kdd_header *h, uint32_t i,
    bool rename, struct kdd_error *e)
{
	const char *name = kdd_header_name(h, i);
	bool again = h->first[h->id[i]] != i;

	if (h->n == 1 && strchr(name, '\t') != NULL)
		return undivided("tab", e);
	if (strlen(name) != h->names.length[h->id[i]] ||
	    !kdd_token_is_name(name))
		return kdd_error_set(e, 0, "the name of field %" PRIu32
		    " holds a control byte", i + 1);
	if (*name == '\0' && !rename)
		return kdd_error_set(e, 0, "field %" PRIu32 " has no name; "
		    "a schema file can give it one (see kdd-schema)", i + 1);
	if (again && !rename)
		return kdd_header_twice(h, h->id[i], e);
	if ((again || *name == '\0' ? add_renamed(s, h, i) :
	    kdd_discover_add(s, name)) == -1)
		return kdd_error_set(e, 0, "out of memory");
	return 0;
}

static int
no_label(const struct kdd_schema *s, const char *label, struct kdd_error *e)
{
	const char *word = s->ncolumns != 1 ? NULL :
	    kdd_delimiter_guess(s->column->name);
	char shown[KDD_SHOW_MAX];
	struct kdd_near near;

	if (word != NULL)
		return undivided(word, e);
	kdd_near_init(&near, label != NULL ? label : "label");
	kdd_schema_near(s, &near);
	kdd_error_set(e, 0, "there is no column %s to be the label%s%s; the "
	    "columns are", label == NULL ? "\"label\"" :
	    kdd_error_show(shown, sizeof(shown), label, strlen(label)),
	    label == NULL ? " (-l names another)" : "", near.hint);
	for (uint32_t i = 0; i < s->ncolumns; i++)
		kdd_error_add(e, " \"%s\"", s->column[i].name);
	return -1;
}

int
kdd_discover_label(struct kdd_schema *s, const char *label, bool labelled,
    struct kdd_error *e)
{
	uint32_t found = kdd_schema_find(s, label != NULL ? label : "label");

	for (uint32_t i = 0; found == KDD_NO_COLUMN && label == NULL &&
	    i < s->ncolumns; i++)
		if (strcasecmp(s->column[i].name, "label") == 0)
			found = i;
	if (found != KDD_NO_COLUMN)
		kdd_schema_set_label(s, found);
	else if (label != NULL || labelled)
		return no_label(s, label, e);
	return 0;
}

int
kdd_discover_first(struct kdd_schema *s, const struct kdd_header *h,
    const char *label, struct kdd_error *e)
{
	char name[24];

	if (kdd_header_is_words(h)) {
		s->form = KDD_HEADER;
		return 0;
	}
	if (h->n > KDD_COLUMNS_MAX)
		return too_many(e);
	for (uint32_t i = 0; i < h->n; i++) {
		snprintf(name, sizeof(name), "field%" PRIu32, i + 1);
		if (kdd_discover_add(s, name) == -1)
			return kdd_error_set(e, 0, "out of memory");
	}
	return kdd_discover_label(s, label, false, e);
}

int
kdd_discover_columns(struct kdd_schema *s, const struct kdd_header *h,
    bool rename, struct kdd_error *e)
{
	if (h->n > KDD_COLUMNS_MAX)
		return too_many(e);
	for (uint32_t i = 0; i < h->n; i++)
		if (add_named(s, h, i, rename, e) == -1)
			return -1;
	return 0;
}

int
kdd_discover_check(const struct kdd_schema *s, const struct kdd_header *h,
    struct kdd_error *e)
{
	char shown[KDD_SHOW_MAX];
	uint32_t known = 0;

	for (uint32_t c = 0; c < s->ncolumns; c++)
		known += kdd_dict_find(&h->names, s->column[c].name,
		    strlen(s->column[c].name)) != KDD_NONE;
	for (uint32_t i = 0; known < h->names.n && i < h->n; i++) {
		const char *name = kdd_header_name(h, i);

		if (kdd_schema_find(s, name) == KDD_NO_COLUMN)
			return kdd_error_set(e, 0, "a new column %s, which "
			    "the rows before did not have; a schema file can "
			    "name the columns to learn from (see kdd-schema)",
			    kdd_error_show(shown, sizeof(shown), name,
			    strlen(name)));
	}
	return 0;
}
