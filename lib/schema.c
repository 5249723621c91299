#include "schema.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
	[KDD_NUMBER] = "number", [KDD_CATEGORY] = "category",
	[KDD_LABEL] = "label", [KDD_IGNORED] = "ignored",
};

const char *
kdd_kind_name(enum kdd_kind kind)
{
	return kinds[kind];
}

int
kdd_kind_parse(const char *s)
{
	for (int i = 0; i < (int)(sizeof(kinds) / sizeof(*kinds)); i++)
		if (strcmp(s, kinds[i]) == 0)
			return i;
	return -1;
}

void
kdd_schema_init(struct kdd_schema *s)
{
	*s = (struct kdd_schema){ .label = KDD_NO_COLUMN, .delimiter = ',' };
}

int
kdd_schema_add(struct kdd_schema *s, const char *name, enum kdd_kind kind)
{
	size_t n = s->ncolumns;
	void *p = s->column;

	if ((n & (n - 1)) == 0) {	/* full at each power of two */
		p = realloc(p, (n > 0 ? 2 * n : 1) * sizeof(*s->column));
		if (p == NULL)
			return -1;
		s->column = p;
	}
	if ((s->column[n].name = strdup(name)) == NULL)
		return -1;
	s->column[n].kind = kind;
	if (kind == KDD_LABEL)
		s->label = s->ncolumns;
	s->ncolumns++;
	return 0;
}

/* In the order of http://kdd.ics.uci.edu/databases/kddcup99/kddcup.names */
static const char *const kdd99_names[] = {
	"duration", "protocol_type", "service", "flag", "src_bytes",
	"dst_bytes", "land", "wrong_fragment", "urgent", "hot",
	"num_failed_logins", "logged_in", "num_compromised", "root_shell",
	"su_attempted", "num_root", "num_file_creations", "num_shells",
	"num_access_files", "num_outbound_cmds", "is_host_login",
	"is_guest_login", "count", "srv_count", "serror_rate",
	"srv_serror_rate", "rerror_rate", "srv_rerror_rate",
	"same_srv_rate", "diff_srv_rate", "srv_diff_host_rate",
	"dst_host_count", "dst_host_srv_count", "dst_host_same_srv_rate",
	"dst_host_diff_srv_rate", "dst_host_same_src_port_rate",
	"dst_host_srv_diff_host_rate", "dst_host_serror_rate",
	"dst_host_srv_serror_rate", "dst_host_rerror_rate",
	"dst_host_srv_rerror_rate", "label", "difficulty",
};

int
kdd_schema_kdd99(struct kdd_schema *s)
{
	const uint32_t n = sizeof(kdd99_names) / sizeof(*kdd99_names);

	kdd_schema_init(s);
	for (uint32_t i = 0; i < n; i++) {
		enum kdd_kind kind = i >= 1 && i <= 3 ? KDD_CATEGORY :
		    i == n - 2 ? KDD_LABEL :
		    i == n - 1 ? KDD_IGNORED : KDD_NUMBER;

		if (kdd_schema_add(s, kdd99_names[i], kind) == -1)
			return -1;
	}
	s->min_fields = n - 2;
	s->label_suffix = '.';
	return 0;
}

uint32_t
kdd_schema_find(const struct kdd_schema *s, const char *name)
{
	for (uint32_t i = 0; i < s->ncolumns; i++)
		if (strcmp(s->column[i].name, name) == 0)
			return i;
	return KDD_NO_COLUMN;
}

int
kdd_schema_same_form(const struct kdd_schema *a, const struct kdd_schema *b)
{
	if (a->ncolumns != b->ncolumns || a->min_fields != b->min_fields ||
	    a->delimiter != b->delimiter)
		return 0;
	for (uint32_t i = 0; i < a->ncolumns; i++)
		if (strcmp(a->column[i].name, b->column[i].name) != 0)
			return 0;
	return 1;
}

void
kdd_schema_set_label(struct kdd_schema *s, uint32_t column)
{
	if (s->label != KDD_NO_COLUMN)
		s->column[s->label].kind = KDD_IGNORED;
	s->column[column].kind = KDD_LABEL;
	s->label = column;
}

int
kdd_schema_copy(struct kdd_schema *to, const struct kdd_schema *from)
{
	kdd_schema_init(to);
	for (uint32_t i = 0; i < from->ncolumns; i++)
		if (kdd_schema_add(to, from->column[i].name,
		    from->column[i].kind) == -1)
			return -1;
	to->min_fields = from->min_fields;
	to->label_suffix = from->label_suffix;
	to->delimiter = from->delimiter;
	return 0;
}

struct kdd_span
kdd_schema_label(const struct kdd_schema *s, struct kdd_span f)
{
	if (s->label_suffix != '\0' && f.n > 0 &&
	    f.p[f.n - 1] == s->label_suffix)
		f.n--;
	return f;
}

void
kdd_schema_release(struct kdd_schema *s)
{
	for (uint32_t i = 0; i < s->ncolumns; i++)
		free(s->column[i].name);
	free(s->column);
	kdd_schema_init(s);
}
