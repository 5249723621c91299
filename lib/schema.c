#include "schema.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const kinds[] = {
	[KDD_NUMBER] = "number", [KDD_CATEGORY] = "category",
	[KDD_LABEL] = "label", [KDD_IGNORED] = "ignored",
};

static const char *const roles[KDD_NROLES] = {
	[KDD_NO_ROLE] = "", [KDD_SRC_IP] = "src_ip",
	[KDD_SRC_PORT] = "src_port", [KDD_DEST_IP] = "dest_ip",
	[KDD_DEST_PORT] = "dest_port", [KDD_PROTO] = "proto",
	[KDD_TIMESTAMP] = "timestamp",
};

static const char *const streams[KDD_NSTREAMS] = {
	[KDD_PLAIN] = "plain", [KDD_HEADER] = "header", [KDD_ZEEK] = "zeek",
	[KDD_JSON] = "json",
};

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

/* Which of the words from first on is it?  -1: none. */
static int
find_word(const char *s, const char *const words[], int first, int n)
{
	for (int i = first; i < n; i++)
		if (strcmp(s, words[i]) == 0)
			return i;
	return -1;
}

const char *
kdd_kind_name(enum kdd_kind kind)
{
	return kinds[kind];
}

int
kdd_kind_parse(const char *s)
{
	return find_word(s, kinds, 0, COUNT(kinds));
}

const char *
kdd_role_name(enum kdd_role role)
{
	return roles[role];
}

int
kdd_role_parse(const char *s)
{
	return find_word(s, roles, KDD_NO_ROLE + 1, COUNT(roles));
}

const char *
kdd_stream_name(enum kdd_stream form)
{
	return streams[form];
}

int
kdd_stream_parse(const char *s)
{
	return find_word(s, streams, 0, COUNT(streams));
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
	s->column[n] = (struct kdd_column){ .kind = kind };
	if ((s->column[n].name = strdup(name)) == NULL)
		return -1;
	if (kind == KDD_LABEL)
		s->label = s->ncolumns;
	s->ncolumns++;
	return 0;
}

int
kdd_schema_set_from(struct kdd_schema *s, uint32_t c, const char *from)
{
	char *copy = strdup(from);

	if (copy == NULL)
		return -1;
	free(s->column[c].from);
	s->column[c].from = copy;
	return 0;
}

const char *
kdd_schema_from(const struct kdd_schema *s, uint32_t c)
{
	return s->column[c].from != NULL ? s->column[c].from :
	    s->column[c].name;
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

void
kdd_schema_near(const struct kdd_schema *s, struct kdd_near *n)
{
	for (uint32_t i = 0; i < s->ncolumns; i++)
		kdd_near_try(n, s->column[i].name);
}

int
kdd_kind_is_feature(enum kdd_kind kind)
{
	return kind != KDD_LABEL && kind != KDD_IGNORED;
}

uint32_t
kdd_schema_min_fields(const struct kdd_schema *s)
{
	uint32_t n = s->ncolumns;

	while (n > 1 && !kdd_kind_is_feature(s->column[n - 1].kind))
		n--;
	return n;
}

uint32_t
kdd_schema_min_labelled(const struct kdd_schema *s)
{
	uint32_t n = kdd_schema_min_fields(s);

	return s->label != KDD_NO_COLUMN && s->label >= n ? s->label + 1 : n;
}

int
kdd_schema_same_form(const struct kdd_schema *a, const struct kdd_schema *b)
{
	if (a->ncolumns != b->ncolumns || a->form != b->form ||
	    a->delimiter != b->delimiter ||
	    kdd_schema_min_fields(a) != kdd_schema_min_fields(b))
		return 0;
	for (uint32_t i = 0; i < a->ncolumns; i++)
		if (strcmp(kdd_schema_from(a, i), kdd_schema_from(b, i)) !=
		    0 || kdd_kind_is_feature(a->column[i].kind) !=
		    kdd_kind_is_feature(b->column[i].kind))
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

static void
free_column(struct kdd_column *c)
{
	free(c->name);
	free(c->from);
}

static int
by_name(const void *a, const void *b, void *arg)
{
	const struct kdd_column *c = arg;

	return strcmp(c[*(const uint32_t *)a].name,
	    c[*(const uint32_t *)b].name);
}

int
kdd_schema_sort(struct kdd_schema *s, const bool *keep, uint32_t *place)
{
	uint32_t n = s->ncolumns;
	uint32_t *order = malloc((n + (size_t)1) * sizeof(*order));
	struct kdd_column *old = malloc((n + (size_t)1) * sizeof(*old));

	if (order == NULL || old == NULL) {
		free(order);
		free(old);
		return -1;
	}
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_name, s->column);
	if (n > 0)
		memcpy(old, s->column, n * sizeof(*old));
	s->ncolumns = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct kdd_column *c = &old[order[i]];

		place[order[i]] = keep[order[i]] ? s->ncolumns :
		    KDD_NO_COLUMN;
		if (keep[order[i]])
			s->column[s->ncolumns++] = *c;
		else
			free_column(c);
	}
	if (s->label != KDD_NO_COLUMN)
		s->label = place[s->label];	/* KDD_NO_COLUMN if dropped */
	free(order);
	free(old);
	return 0;
}

int
kdd_schema_copy(struct kdd_schema *to, const struct kdd_schema *from)
{
	kdd_schema_init(to);
	for (uint32_t i = 0; i < from->ncolumns; i++) {
		const struct kdd_column *c = &from->column[i];

		if (kdd_schema_add(to, c->name, c->kind) == -1 ||
		    (c->from != NULL &&
		    kdd_schema_set_from(to, i, c->from) == -1))
			return -1;
		to->column[i].role = c->role;
	}
	to->form = from->form;
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
		free_column(&s->column[i]);
	free(s->column);
	kdd_schema_init(s);
}

bool
kdd_is_missing(struct kdd_span f)
{
	return f.n == 0 || (f.n == 1 && *f.p == '?') ||
	    (f.n == 3 && strncasecmp(f.p, "nan", 3) == 0);
}
