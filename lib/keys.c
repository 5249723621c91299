#include "keys.h"

#include <stdlib.h>
#include <string.h>

#include "discover.h"
#include "token.h"

void
kdd_keys_init(struct kdd_keys *k, struct kdd_schema *schema, bool discover)
{
	*k = (struct kdd_keys){ .schema = schema, .discover = discover };
	kdd_dict_init(&k->key);
}

void
kdd_keys_release(struct kdd_keys *k)
{
	kdd_dict_release(&k->key);
	free(k->column);
}

static int
add(struct kdd_keys *k, const char *key, size_t n, uint32_t column)
{
	uint32_t id = kdd_dict_add(&k->key, key, n);
	void *p;

	if (id == KDD_NONE)
		return -1;
	p = realloc(k->column, (size_t)k->key.room * sizeof(*k->column));
	if (p == NULL)
		return -1;
	k->column = p;
	k->column[id] = column;
	return 0;
}

int
kdd_keys_start(struct kdd_keys *k, uint32_t lead, const char *label)
{
	static const char *const verdict[] = {
		"kdd.model", "kdd.class", "kdd.score"
	};
	struct kdd_schema *s = k->schema;

	if (k->discover && s->ncolumns == 0 &&
	    kdd_schema_add(s, label != NULL ? label : "label",
	    KDD_LABEL) == -1)
		return -1;
	for (uint32_t i = 0; i < lead; i++)
		if (add(k, verdict[i], strlen(verdict[i]), s->ncolumns + i))
			return -1;
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		const char *key = kdd_schema_from(s, i);

		if (kdd_dict_find(&k->key, key, strlen(key)) == KDD_NONE &&
		    add(k, key, strlen(key), i) == -1)
			return -1;
	}
	k->ncolumns = s->ncolumns + lead;
	return 0;
}

/* A key that is no name for a column is remembered as none. */
static uint32_t
discover(struct kdd_keys *k, const char *key, size_t n)
{
	uint32_t column = k->schema->ncolumns;
	const char *name;

	if (add(k, key, n, KDD_NO_COLUMN) == -1) {
		k->no_memory = true;
		return KDD_NO_COLUMN;
	}
	name = kdd_dict_key(&k->key, k->key.n - 1);
	if (n == 0 || strlen(name) != n || !kdd_token_is_name(name))
		return KDD_NO_COLUMN;
	k->full = column == KDD_COLUMNS_MAX;
	if (k->full)
		return KDD_NO_COLUMN;
	if (kdd_discover_add(k->schema, name) == -1) {
		k->no_memory = true;
		return KDD_NO_COLUMN;
	}
	k->ncolumns++;
	return k->column[k->key.n - 1] = column;
}

uint32_t
kdd_keys_column(void *arg, const char *key, size_t n)
{
	struct kdd_keys *k = arg;
	uint32_t id = kdd_dict_find(&k->key, key, n);

	if (id != KDD_NONE)
		return k->column[id];
	return k->discover && !k->full && !k->no_memory ?
	    discover(k, key, n) : KDD_NO_COLUMN;
}

int
kdd_keys_check(const struct kdd_keys *k, struct kdd_error *e)
{
	return !k->full ? 0 : kdd_error_set(e, 0, "more than %d keys; a "
	    "schema file can name those to learn from (see kdd-schema)",
	    KDD_COLUMNS_MAX);
}
