#include "members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "num.h"

struct kdd_member {
	uint32_t	 field;		/* or KDD_NO_FIELD */
	uint32_t	 from, n;	/* of the text: ,"name": */
	enum kdd_kind	 kind;
};

#define PIECE	32	/* bytes of a name that are copied at once */
#define EXTRA	",\"extra\":["

/* Names that members have, and of each the number to put behind it next. */
struct taken {
	struct kdd_dict	 names;
	uint32_t	*next;		/* [names.n] */
	uint32_t	 room;
};

static uint32_t
add_taken(struct taken *t, const char *name, size_t n)
{
	uint32_t had = t->names.n, id = kdd_dict_add(&t->names, name, n);
	uint32_t *p;

	if (id == KDD_NONE || t->names.n == had)
		return id;
	if (t->room < t->names.room) {
		p = realloc(t->next, t->names.room * sizeof(*p));
		if (p == NULL)
			return KDD_NONE;
		t->next = p;
		t->room = t->names.room;
	}
	t->next[id] = 2;
	return id;
}

/* Take a name that no member has yet, with a number behind it if need be. */
static int
take_name(struct taken *t, const char *name, size_t n)
{
	uint32_t had = t->names.n, id = add_taken(t, name, n), base = id;
	struct kdd_buf b = KDD_BUF_INIT;

	while (t->names.n == had && id != KDD_NONE) {
		b.n = 0;
		kdd_buf_add(&b, name, n);
		kdd_buf_char(&b, ' ');
		kdd_buf_u64(&b, t->next[base]++);
		id = b.failed ? KDD_NONE : add_taken(t, b.p, b.n);
	}
	kdd_buf_release(&b);
	return id == KDD_NONE ? -1 : 0;
}

static int
add(struct kdd_members *m, struct taken *taken, uint32_t field,
    const char *name, size_t n)
{
	struct kdd_member *p = &m->member[m->n];
	size_t from = m->text.n;
	char *to;

	if (take_name(taken, name, n) == -1)
		return -1;
	n = taken->names.length[taken->names.n - 1];
	name = kdd_dict_key(&taken->names, taken->names.n - 1);
	if ((to = kdd_buf_room(&m->text, KDD_JSON_ROOM(n) + 2)) == NULL)
		return -1;
	*to = ',';
	to = kdd_json_put(to + 1, name, n);
	*to++ = ':';
	m->text.n = (size_t)(to - m->text.p);
	*p = (struct kdd_member){ field, (uint32_t)from,
	    (uint32_t)(m->text.n - from), field == KDD_NO_FIELD ?
	    KDD_IGNORED : m->fields->field[field].kind };
	m->n++;
	return 0;
}

/* A column that is asked for again is there already. */
static int
add_list(struct kdd_members *m, struct taken *taken, const char *list)
{
	struct kdd_dict asked;
	int rc = 0;
	size_t n;

	kdd_dict_init(&asked);
	for (; *list != '\0' && rc == 0; list += n + (list[n] == ',')) {
		uint32_t had = asked.n;

		n = strcspn(list, ",");
		if (n > 0 && kdd_dict_add(&asked, list, n) == KDD_NONE)
			rc = -1;
		else if (asked.n > had)
			rc = add(m, taken, kdd_fields_find(m->fields, list, n),
			    list, n);
	}
	kdd_dict_release(&asked);
	return rc;
}

static int
add_all(struct kdd_members *m, struct taken *taken)
{
	const struct kdd_fields *f = m->fields;

	for (uint32_t i = 0; i < f->n; i++)
		if (add(m, taken, i, f->field[i].name, f->field[i].length) ==
		    -1)
			return -1;
	return 0;
}

/* How many members there may be. */
static size_t
count(const struct kdd_fields *f, const char *list)
{
	size_t n = 1;

	if (list == NULL)
		return f->n + (size_t)1;
	for (; *list != '\0'; list++)
		n += *list == ',';
	return n;
}

int
kdd_members_set(struct kdd_members *m, const struct kdd_fields *f,
    const char *list)
{
	struct taken taken = { .next = NULL };
	int rc;

	kdd_members_release(m);
	m->fields = f;
	m->chosen = list != NULL;
	m->member = calloc(count(f, list), sizeof(*m->member));
	if (m->member == NULL)
		return -1;
	kdd_dict_init(&taken.names);
	rc = take_name(&taken, "kdd", 3);
	if (rc == 0 && !m->chosen && f->extra > 0)
		rc = take_name(&taken, "extra", 5);
	if (rc == 0)
		rc = list != NULL ? add_list(m, &taken, list) :
		    add_all(m, &taken);
	kdd_dict_release(&taken.names);
	free(taken.next);
	return kdd_buf_room(&m->text, PIECE) == NULL ? -1 : rc;
}

size_t
kdd_members_room(const struct kdd_members *m, const struct kdd_row *row)
{
	return m->text.n + KDD_JSON_ROOM(kdd_fields_bytes(m->fields, row)) +
	    m->n * (size_t)KDD_NUM_MAX + m->fields->extra * (size_t)3 +
	    sizeof(EXTRA) + PIECE;
}

static char *
put_null(char *to)
{
	memcpy(to, "null", 4);
	return to + 4;
}

static char *
put_bytes(char *to, struct kdd_span f)
{
	memcpy(to, f.p, f.n);
	return to + f.n;
}

static char *
put_number(char *to, struct kdd_span f)
{
	double v;

	if (kdd_json_is_number(f.p, f.n))
		return put_bytes(to, f);
	if (kdd_is_missing(f))
		return put_null(to);
	if (kdd_num_parse(f.p, f.n, &v) == -1 || isinf(v))
		return kdd_json_put(to, f.p, f.n);
	return isnan(v) ? put_null(to) : to + kdd_num_print(to, v);
}

static char *
put_string(char *to, struct kdd_span f)
{
	return kdd_is_missing(f) ? put_null(to) :
	    kdd_json_put(to, f.p, f.n);
}

static char *
put_value(const struct kdd_members *m, char *to, enum kdd_kind kind,
    struct kdd_span f)
{
	if (kind == KDD_NUMBER) {
		if (f.n != 1 || (unsigned char)(*f.p - '0') > 9)
			return put_number(to, f);
		*to = *f.p;
		return to + 1;
	}
	if (kind == KDD_LABEL && f.n > 0 &&
	    f.p[f.n - 1] == m->fields->label_suffix)
		f.n--;
	return put_string(to, f);
}

static char *
put_extra(const struct kdd_members *m, char *to, const struct kdd_row *row)
{
	uint32_t i = row->nfields, end = i + m->fields->extra;

	memcpy(to, EXTRA, sizeof(EXTRA) - 1);
	to += sizeof(EXTRA) - 1;
	for (; i < end; i++) {
		to = put_string(to, kdd_row_field(row, i));
		*to++ = i + 1 < end ? ',' : ']';
	}
	return to;
}

char *
kdd_members_put(const struct kdd_members *m, char *to,
    const struct kdd_row *row)
{
	for (uint32_t i = 0; i < m->n; i++) {
		const struct kdd_member *p = &m->member[i];
		struct kdd_span f = { "", 0 };

		if (!m->chosen && p->field >= row->nfields)
			break;
		if (p->field != KDD_NO_FIELD)
			f = kdd_fields_get(m->fields, row, p->field);
		memcpy(to, m->text.p + p->from, p->n < PIECE ? PIECE : p->n);
		to = put_value(m, to + p->n, p->kind, f);
	}
	return m->chosen || m->fields->extra == 0 ? to :
	    put_extra(m, to, row);
}

void
kdd_members_release(struct kdd_members *m)
{
	free(m->member);
	kdd_buf_release(&m->text);
	*m = (struct kdd_members){ 0 };
}
