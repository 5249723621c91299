/* Reading a model back: every line is checked before it is believed. */
#include <inttypes.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "token.h"

/* The lines that may come, in the order in which they must. */
enum stage {
	VERSION, NAME, DELIMITER, SUFFIX, FORM, COLUMN, CLASS, LABEL, DROP,
	OTHER, OPTION, ROWS, FOLDS, CONFUSION, TREE, NSTAGES
};

#define NEEDED	(1u << NAME | 1u << DELIMITER | 1u << COLUMN | 1u << CLASS | \
		 1u << ROWS | 1u << TREE)
#define DIGEST_LINE	(sizeof("sha256 ") - 1 + 64 + 1)

static int
read_version(struct kdd_loader *l)
{
	uint64_t v;

	if (kdd_load_u64(l, UINT32_MAX, &v) == -1)
		return -1;
	if (v != KDD_MODEL_VERSION)
		return kdd_error_set(l->e, l->line, "version %" PRIu64
		    " of the format; this program reads version %d", v,
		    KDD_MODEL_VERSION);
	return 0;
}

static int
read_name(struct kdd_loader *l)
{
	char *w;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	if (!kdd_model_name_ok(w))
		return kdd_load_bad(l, "not a model's name");
	memcpy(l->m->name, w, strlen(w) + 1);
	return 0;
}

static int
read_class(struct kdd_loader *l)
{
	struct kdd_classes *c = &l->m->classes;
	char *name, *word;
	bool quiet;

	if (kdd_load_word(l, &name) == -1 || kdd_load_word(l, &word) == -1)
		return -1;
	if (!kdd_token_is_name(name))
		return kdd_load_bad(l, "a control byte in a name");
	quiet = strcmp(word, "quiet") == 0;
	if (!quiet && strcmp(word, "alert") != 0)
		return kdd_load_bad(l, "neither alert nor quiet");
	if (c->n == KDD_CLASSES_MAX)
		return kdd_load_bad(l, "too many classes");
	if (c->n > 0 && strcmp(c->name[c->n - 1], name) >= 0)
		return kdd_load_bad(l, "the classes are not in byte order");
	if (kdd_classes_add(c, name, quiet) == -1)
		return kdd_load_no_memory(l);
	return 0;
}

/* label NAME CLASS, or drop NAME */
static int
read_label(struct kdd_loader *l, bool dropped)
{
	struct kdd_classes *c = &l->m->classes;
	uint32_t k = KDD_DROPPED, n = c->label.n;
	char *w;

	if (kdd_load_word(l, &w) == -1 ||
	    (!dropped && kdd_load_class(l, &k) == -1))
		return -1;
	if (kdd_classes_add_label(c, w, k) == -1)
		return kdd_load_no_memory(l);
	return c->label.n > n ? 0 : kdd_load_bad(l, "a label comes twice");
}

/* other CLASS, or other alone: any other label is dropped */
static int
read_other(struct kdd_loader *l)
{
	l->m->classes.other = KDD_DROPPED;
	return *l->rest != '\0' ? kdd_load_class(l, &l->m->classes.other) : 0;
}

static int
read_option(struct kdd_loader *l)
{
	char *key, *value;

	if (kdd_load_word(l, &key) == -1 || kdd_load_word(l, &value) == -1)
		return -1;
	if (kdd_model_option(l->m, key, value) == -1)
		return kdd_load_no_memory(l);
	return 0;
}

static int
read_rows(struct kdd_loader *l)
{
	if (kdd_load_u64(l, UINT32_MAX, &l->m->rows) == -1 ||
	    kdd_load_u64(l, l->m->rows, &l->m->distinct) == -1)
		return -1;
	return l->m->distinct > 0 ? 0 : kdd_load_bad(l, "no rows");
}

static int
read_folds(struct kdd_loader *l)
{
	struct kdd_model *m = l->m;
	uint64_t v;

	if (kdd_load_u64(l, UINT32_MAX, &v) == -1)
		return -1;
	if (v < 2)
		return kdd_load_bad(l, "fewer than 2 folds");
	m->folds = (uint32_t)v;
	if (kdd_confusion_init(&m->cv, m->classes.n, m->classes.name) == -1)
		return kdd_load_no_memory(l);
	return 0;
}

static int
read_confusion(struct kdd_loader *l)
{
	struct kdd_confusion *c = &l->m->cv;
	uint32_t k;

	if (kdd_load_class(l, &k) == -1)
		return -1;
	if (c->n == 0 || k != l->ncv)
		return kdd_load_bad(l,
		    "the confusion lines are not one a class, in "
		    "order");
	for (uint32_t v = 0; v < c->n; v++)
		if (kdd_load_u64(l, UINT32_MAX,
		    &c->count[(size_t)k * c->n + v]) == -1)
			return -1;
	l->ncv++;
	return 0;
}

/* A line's keyword, where it may stand, and whether it may come again. */
static const struct keyword {
	const char	*word;
	enum stage	 stage;
	bool		 again;
} keywords[] = {
	{ "kdd-model", VERSION, false }, { "name", NAME, false },
	{ "delimiter", DELIMITER, false }, { "label-suffix", SUFFIX, false },
	{ "form", FORM, false }, { "column", COLUMN, true },
	{ "from", COLUMN, true }, { "value", COLUMN, true },
	{ "class", CLASS, true },
	{ "label", LABEL, true }, { "drop", DROP, true },
	{ "other", OTHER, false },
	{ "option", OPTION, true }, { "rows", ROWS, false },
	{ "folds", FOLDS, false }, { "confusion", CONFUSION, true },
	{ "node", TREE, true }, { "leaf", TREE, true },
};

static int
read_content(struct kdd_loader *l, const struct keyword *kw)
{
	switch (kw->stage) {
	case VERSION:	return read_version(l);
	case NAME:	return read_name(l);
	case DELIMITER:	return kdd_load_delimiter(l);
	case SUFFIX:	return kdd_load_byte(l, &l->m->schema.label_suffix);
	case FORM:	return kdd_load_form(l);
	case COLUMN:	return *kw->word == 'c' ? kdd_load_column(l) :
			    *kw->word == 'f' ? kdd_load_from(l) :
			    kdd_load_value(l);
	case CLASS:	return read_class(l);
	case LABEL:	return read_label(l, false);
	case DROP:	return read_label(l, true);
	case OTHER:	return read_other(l);
	case OPTION:	return read_option(l);
	case ROWS:	return read_rows(l);
	case FOLDS:	return read_folds(l);
	case CONFUSION:	return read_confusion(l);
	default:	return kdd_load_node(l, *kw->word == 'l');
	}
}

static int
read_line(struct kdd_loader *l, char *line)
{
	const struct keyword *kw = keywords;
	const size_t n = sizeof(keywords) / sizeof(*keywords);
	char *word;
	int stage;

	l->rest = line;
	if (kdd_load_word(l, &word) == -1)
		return -1;
	while (kw < keywords + n && strcmp(kw->word, word) != 0)
		kw++;
	if (kw == keywords + n)
		return kdd_load_bad(l, "a line that this format does not have");
	stage = (int)kw->stage;
	if (l->line == 1 && stage != VERSION)
		return kdd_load_bad(l, "not a kdd-tools model");
	if (stage < l->stage || (stage == l->stage && !kw->again &&
	    l->line > 1))
		return kdd_load_bad(l, "a line out of its place");
	l->stage = stage;
	l->seen |= 1u << stage;
	if (read_content(l, kw) == -1)
		return -1;
	return *l->rest == '\0' ? 0 : kdd_load_bad(l,
	    "more on the line than fits");
}

/* What only the whole can show. */
static int
check_whole(struct kdd_loader *l)
{
	struct kdd_model *m = l->m;
	const char *wrong;

	l->line = 0;
	if ((l->seen & NEEDED) != NEEDED)
		return kdd_load_bad(l, "a part is missing");
	if (l->ncv != m->cv.n)
		return kdd_load_bad(l, "the confusion matrix is not complete");
	if (l->nopen > 0 || m->tree.n == 0)
		return kdd_load_bad(l, "the tree is not complete");
	if ((wrong = kdd_tree_check(&m->tree, m->schema.ncolumns)) != NULL)
		return kdd_load_bad(l, wrong);
	if (kdd_tree_rows(&m->tree, 0) != m->rows)
		return kdd_load_bad(l,
		    "the root's counts are not the rows trained on");
	return 0;
}

/* The last line is the digest of all before it; cut it off. */
static int
check_digest(struct kdd_loader *l, char *text, size_t *n)
{
	char *line, hex[65];

	if (memchr(text, '\0', *n) != NULL ||
	    strncmp(text, "kdd-model ", sizeof("kdd-model ") - 1) != 0)
		return kdd_load_bad(l, "not a kdd-tools model");
	line = *n > DIGEST_LINE ? text + *n - DIGEST_LINE : NULL;
	if (line == NULL || line[-1] != '\n' ||
	    strncmp(line, "sha256 ", 7) != 0 || text[*n - 1] != '\n')
		return kdd_load_bad(l,
		    "truncated: its last line is no sha256 line");
	*n -= DIGEST_LINE;
	SHA256Data((const uint8_t *)text, *n, hex);
	if (strncmp(line + 7, hex, 64) != 0)
		return kdd_load_bad(l,
		    "altered or damaged: its sha256 line is not "
		    "that of its text");
	memcpy(l->m->digest, hex, sizeof(hex));
	return 0;
}

static int
read_all(struct kdd_loader *l, char *text, size_t n)
{
	char *line = text, *nl;

	if (check_digest(l, text, &n) == -1)
		return -1;
	text[n] = '\0';
	while (line < text + n) {
		l->line++;
		nl = strchr(line, '\n');
		*nl = '\0';
		if (read_line(l, line) == -1)
			return -1;
		line = nl + 1;
	}
	return check_whole(l);
}

int
kdd_model_read(struct kdd_model *m, const char *text, size_t n,
    struct kdd_error *e)
{
	struct kdd_loader l = { .m = m, .e = e };
	char *copy = malloc(n + 1);
	int rc;

	kdd_model_init(m);
	kdd_dict_init(&l.columns);
	if (copy == NULL)
		return kdd_load_no_memory(&l);
	if (n > 0)
		memcpy(copy, text, n);
	copy[n] = '\0';
	rc = read_all(&l, copy, n);
	free(copy);
	kdd_dict_release(&l.columns);
	free(l.count);
	free(l.set);
	free(l.open);
	if (rc == -1)
		kdd_model_release(m);
	return rc;
}
