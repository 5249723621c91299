#include "jsonrow.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_parse.h>

#include "arena.h"
#include "buf.h"
#include "unescape.h"

static const char not_object[] = "not one JSON object";
static const char not_json[] = "not valid JSON";
static const char not_closed[] =
    "the object is not closed at the end of the line";
static const char too_deep[] = "nested too deeply";

struct kdd_jsonrow {
	kdd_on_key	*on_key;
	void		*arg;
	const char	*line;
	size_t		 n;
	size_t		 close;		/* behind the object's end; or 0 */
	const char	*refused;	/* by us, not by yajl: what is wrong */

	struct kdd_buf	 path;		/* of the last key */
	uint32_t	 objects;	/* open ones that are not in arrays */
	uint32_t	 arrays;	/* open ones, and all in them */
	uint32_t	 elements;	/* of the outermost array so far */
	bool		 begun;		/* a field from that array */
	bool		 wanted;	/* the field that is being written */

	struct kdd_buf	 text;
	struct kdd_buf	 taken;		/* uint32_t: for the view */
	uint32_t	*end, *field;	/* [room]: of the fields; by column */
	uint32_t	 room, nfields;
	struct kdd_view	 view;

	yajl_handle	 yajl;		/* the line's own, in memory */
	jmp_buf		 no_memory;
	struct kdd_arena memory;
	uint32_t	 prefix[KDD_JSONROW_DEPTH];	/* of path, by object */
};

/* yajl does not look for NULL, so running out of memory leaves it at once. */
static void *
regive(void *arg, void *old, size_t n)
{
	struct kdd_jsonrow *j = arg;
	void *p = kdd_arena_regive(&j->memory, old, n);

	if (p == NULL)
		longjmp(j->no_memory, 1);
	return p;
}

static void *
give(void *arg, size_t n)
{
	return regive(arg, NULL, n);
}

static void
take_back(void *arg, void *p)
{
	(void)arg;
	(void)p;
}

/* Make room for column c.  Returns 0, or -1. */
static int
grow(struct kdd_jsonrow *j, uint32_t c)
{
	size_t room = j->room > 0 ? j->room : 64;
	uint32_t *p;

	while (room <= c)
		room *= 2;
	if ((p = realloc(j->end, room * sizeof(*p))) == NULL)
		return -1;
	j->end = p;
	if ((p = realloc(j->field, room * sizeof(*p))) == NULL)
		return -1;
	j->field = p;
	for (size_t i = j->room; i < room; i++)
		p[i] = KDD_NO_FIELD;
	j->room = (uint32_t)room;
	return 0;
}

/* Append the string that was read last; returns where it lies. */
static const char *
add_string(struct kdd_jsonrow *j, struct kdd_buf *b, const char *p, size_t n)
{
	return kdd_unescape_read(b, (struct kdd_span){ j->line, j->n },
	    yajl_get_bytes_consumed(j->yajl), p, n);
}

/* A field for the last key, if it is asked for and has none yet. */
static void
begin(struct kdd_jsonrow *j)
{
	uint32_t c = KDD_NO_FIELD;

	if (j->path.n <= KDD_JSONROW_PATH)
		c = j->on_key(j->arg, j->path.n > 0 ? j->path.p : "",
		    j->path.n);
	j->wanted = c != KDD_NO_FIELD &&
	    (c >= j->room || j->field[c] == KDD_NO_FIELD);
	if (!j->wanted)
		return;
	if (c >= j->room && grow(j, c) == -1)
		longjmp(j->no_memory, 1);
	if (j->nfields > 0)
		kdd_buf_char(&j->text, ',');
	j->field[c] = j->nfields;
}

static int
finish(struct kdd_jsonrow *j)
{
	if (j->wanted)
		j->end[j->nfields++] = (uint32_t)j->text.n;
	return !j->text.failed;
}

static int
refuse(struct kdd_jsonrow *j, const char *what)
{
	j->refused = what;
	return 0;
}

/* A value that is no object and no array. */
static int
scalar(struct kdd_jsonrow *j, const char *p, size_t n, bool string)
{
	if (j->objects == 0)
		return refuse(j, not_object);
	if (j->arrays > 1)
		return 1;
	j->elements++;
	if (j->arrays == 0 || !j->begun)
		begin(j);
	else if (j->wanted)
		kdd_buf_char(&j->text, ',');
	j->begun = true;
	if (!j->wanted)
		return 1;
	if (string)
		add_string(j, &j->text, p, n);
	else
		kdd_buf_add(&j->text, p, n);
	return j->arrays > 0 ? 1 : finish(j);
}

static int
on_null(void *arg)
{
	struct kdd_jsonrow *j = arg;

	if (j->arrays == 0)
		return scalar(j, "", 0, false);
	j->elements++;
	return 1;
}

static int
on_boolean(void *arg, int value)
{
	return scalar(arg, value ? "T" : "F", 1, false);
}

static int
on_number(void *arg, const char *p, size_t n)
{
	return scalar(arg, p, n, false);
}

static int
on_string(void *arg, const unsigned char *p, size_t n)
{
	if (n == 0)
		return scalar(arg, "(empty)", 7, false);
	return scalar(arg, (const char *)p, n, true);
}

static int
on_member(void *arg, const unsigned char *p, size_t n)
{
	static const char taken[] = KDD_JSONROW_TAKEN;
	struct kdd_jsonrow *j = arg;
	uint32_t at;

	if (j->arrays > 0)
		return 1;
	j->path.n = j->prefix[j->objects - 1];
	at = (uint32_t)(add_string(j, &j->path, (const char *)p, n) -
	    j->line);
	if (j->objects == 1 && !j->path.failed &&
	    j->path.n == sizeof(taken) - 1 &&
	    memcmp(j->path.p, taken, sizeof(taken) - 1) == 0)
		kdd_buf_add(&j->taken, &at, sizeof(at));
	return !j->path.failed && !j->taken.failed;
}

static int
on_object(void *arg)
{
	struct kdd_jsonrow *j = arg;

	if (j->objects + j->arrays == KDD_JSONROW_DEPTH)
		return refuse(j, too_deep);
	if (j->arrays > 0) {
		j->elements++;
		j->arrays++;
		return 1;
	}
	if (j->objects > 0)
		kdd_buf_char(&j->path, '.');
	j->prefix[j->objects++] = (uint32_t)j->path.n;
	return !j->path.failed;
}

static int
on_object_end(void *arg)
{
	struct kdd_jsonrow *j = arg;

	if (j->arrays > 0)
		j->arrays--;
	else if (--j->objects == 0)
		j->close = yajl_get_bytes_consumed(j->yajl);
	return 1;
}

static int
on_array(void *arg)
{
	struct kdd_jsonrow *j = arg;

	if (j->objects == 0)
		return refuse(j, not_object);
	if (j->objects + j->arrays == KDD_JSONROW_DEPTH)
		return refuse(j, too_deep);
	if (j->arrays++ > 0) {
		j->elements++;
		return 1;
	}
	j->elements = 0;
	j->begun = false;
	return 1;
}

static int
on_array_end(void *arg)
{
	struct kdd_jsonrow *j = arg;

	if (--j->arrays > 0)
		return 1;
	if (j->elements == 0)
		return scalar(j, "(empty)", 7, false);
	return j->begun ? finish(j) : 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_member,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

struct kdd_jsonrow *
kdd_jsonrow_new(kdd_on_key *on_key, void *arg)
{
	struct kdd_jsonrow *j = calloc(1, sizeof(*j));

	if (j != NULL) {
		j->on_key = on_key;
		j->arg = arg;
	}
	return j;
}

static void
start_line(struct kdd_jsonrow *j, const struct kdd_row *row)
{
	j->line = row->bytes;
	j->n = row->length;
	j->close = 0;
	j->objects = j->arrays = 0;
	j->path.n = j->text.n = j->taken.n = j->nfields = 0;
	j->path.failed = j->text.failed = j->taken.failed = false;
	for (uint32_t i = 0; i < j->room; i++)
		j->field[i] = KDD_NO_FIELD;
}

/* A handle for each line: whatever a line does to it ends with the line. */
static yajl_status
run(struct kdd_jsonrow *j)
{
	yajl_alloc_funcs memory = { give, regive, take_back, j };

	if (setjmp(j->no_memory) != 0) {
		j->text.failed = true;
		return yajl_status_error;
	}
	j->yajl = yajl_alloc(&callbacks, &memory, j);
	yajl_config(j->yajl, yajl_dont_validate_strings, 1);
	return yajl_parse(j->yajl, (const unsigned char *)j->line, j->n);
}

static size_t
skip_blanks(const char *p, size_t i, size_t n)
{
	while (i < n && p[i] != '\0' && strchr(" \t\r\n", p[i]) != NULL)
		i++;
	return i;
}

/* What is wrong with the line, and before which byte?  NULL: it is a row. */
static const char *
judge(const struct kdd_jsonrow *j, yajl_status status, size_t *at)
{
	const char *odd;

	*at = skip_blanks(j->line, j->close, j->n);
	if (j->close > 0) {
		if (*at < j->n)
			return not_object;
		/* blanks for yajl, not for JSON */
		if ((odd = memchr(j->line, '\v', j->close)) == NULL &&
		    (odd = memchr(j->line, '\f', j->close)) == NULL)
			return NULL;
		*at = (size_t)(odd - j->line);
		return not_json;
	}
	if (j->objects == 0)
		return not_object;
	if (status == yajl_status_ok) {
		*at = j->n;
		return not_closed;
	}
	*at = yajl_get_bytes_consumed(j->yajl);
	*at -= *at > 0;
	return status == yajl_status_error ? not_json : j->refused;
}

int
kdd_jsonrow_parse(struct kdd_jsonrow *j, struct kdd_row *row,
    const uint32_t *ncolumns, const char **what)
{
	size_t at;

	start_line(j, row);
	*what = judge(j, run(j), &at);
	kdd_arena_reset(&j->memory);
	if (j->text.failed || j->path.failed || j->taken.failed ||
	    (*ncolumns > j->room && grow(j, *ncolumns - 1) == -1))
		return -1;
	if (*what != NULL) {
		row->column = at + 1;
		return 1;
	}
	j->view = (struct kdd_view){ .field = j->field,
	    .ncolumns = *ncolumns, .unset = { "", 0 },
	    .taken = (const uint32_t *)(const void *)j->taken.p,
	    .ntaken = (uint32_t)(j->taken.n / sizeof(uint32_t)) };
	row->text = j->text.n > 0 ? j->text.p : "";
	row->start = 0;
	row->end = j->end;
	row->nfields = j->nfields;
	row->view = &j->view;
	row->unquoted = true;
	return 0;
}

void
kdd_jsonrow_free(struct kdd_jsonrow *j)
{
	if (j == NULL)
		return;
	kdd_buf_release(&j->path);
	kdd_buf_release(&j->taken);
	kdd_buf_release(&j->text);
	free(j->end);
	free(j->field);
	free(j);
}
