#include "message.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "unescape.h"

enum { KEY_TUPLE = MESSAGE_MEMBERS, KEY_OTHER };

static const char not_one[] = "not one JSON object or array";

/* yajl does not look for NULL, so running out of memory leaves it at once. */
static void *
regive(void *arg, void *old, size_t n)
{
	struct message_parser *j = arg;
	void *p = realloc(old, n);

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
	free(p);
}

static int
refuse(struct message_parser *j, const char *what)
{
	j->refused = what;
	return 0;
}

/* The last byte that yajl has read: a closing quote, a bracket. */
static const char *
last_byte(const struct message_parser *j)
{
	return j->text.p + yajl_get_bytes_consumed(j->yajl) - 1;
}

static int
take_member(struct message_parser *j, const char *p, size_t n)
{
	j->from[j->key] = j->strings.n;
	kdd_unescape_read(&j->strings, j->text,
	    yajl_get_bytes_consumed(j->yajl), p, n);
	j->m.member[j->key] = (struct kdd_span){ "", j->strings.n -
	    j->from[j->key] };
	return !j->strings.failed;
}

/* The first value of the tuple is a string; the bracket stands before it. */
static void
take_first(struct message_parser *j)
{
	const char *p = j->m.tuple.p + 1;

	while (*p != '"')
		p++;
	p++;
	j->m.raw = (struct kdd_span){ p, (size_t)(last_byte(j) - p) };
}

/* Any value begins: a scalar, an object, an array. */
static int
value(struct message_parser *j)
{
	if (j->depth == 0)
		return refuse(j, not_one);
	if (j->in_tuple && j->depth == 2)
		j->elements++;
	return 1;
}

static int
on_null(void *arg)
{
	return value(arg);
}

static int
on_boolean(void *arg, int is)
{
	(void)is;
	return value(arg);
}

static int
on_number(void *arg, const char *p, size_t n)
{
	(void)p;
	(void)n;
	return value(arg);
}

static int
on_string(void *arg, const unsigned char *p, size_t n)
{
	struct message_parser *j = arg;

	if (!value(j))
		return 0;
	if (j->in_tuple && j->depth == 2 && j->elements == 1)
		take_first(j);
	else if (j->object && j->depth == 1 && j->key < MESSAGE_MEMBERS)
		return take_member(j, (const char *)p, n);
	return 1;
}

static int
on_key(void *arg, const unsigned char *p, size_t n)
{
	static const char *const name[] = { "id", "stream", "pidDir",
	    "tuple" };
	struct message_parser *j = arg;

	if (j->depth > 1)
		return 1;
	for (j->key = 0; j->key < KEY_OTHER; j->key++)
		if (strlen(name[j->key]) == n &&
		    memcmp(name[j->key], p, n) == 0)
			break;
	return 1;
}

static int
open_one(struct message_parser *j)
{
	if (j->depth > 0)
		value(j);
	if (j->depth == MESSAGE_DEPTH)
		return refuse(j, "nested too deeply");
	j->depth++;
	return 1;
}

static int
close_one(struct message_parser *j)
{
	if (--j->depth == 0)
		j->values++;
	return 1;
}

static int
on_object(void *arg)
{
	struct message_parser *j = arg;

	if (j->depth == 0)
		j->object = true;
	return open_one(j);
}

static int
on_object_end(void *arg)
{
	return close_one(arg);
}

static int
on_array(void *arg)
{
	struct message_parser *j = arg;

	if (j->object && j->depth == 1 && j->key == KEY_TUPLE) {
		j->in_tuple = true;
		j->elements = 0;
		j->m.raw.p = NULL;
		j->m.tuple = (struct kdd_span){ last_byte(j), 0 };
	}
	return open_one(j);
}

static int
on_array_end(void *arg)
{
	struct message_parser *j = arg;

	if (j->in_tuple && j->depth == 2) {
		j->in_tuple = false;
		j->m.tuple.n = (size_t)(last_byte(j) + 1 - j->m.tuple.p);
	}
	return close_one(j);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

int
message_parser_init(struct message_parser *j)
{
	yajl_alloc_funcs memory = { give, regive, take_back, j };

	*j = (struct message_parser){ .strings = KDD_BUF_INIT };
	if (setjmp(j->no_memory) != 0)
		return -1;
	j->yajl = yajl_alloc(&callbacks, &memory, j);
	yajl_config(j->yajl, yajl_dont_validate_strings, 1);
	yajl_config(j->yajl, yajl_allow_multiple_values, 1);
	return 0;
}

/* The newline ends a number or a word behind the value. */
static yajl_status
run(struct message_parser *j)
{
	static const unsigned char newline[] = "\n";
	yajl_status status;

	if (setjmp(j->no_memory) != 0) {
		j->strings.failed = true;
		return yajl_status_error;
	}
	status = yajl_parse(j->yajl, (const unsigned char *)j->text.p,
	    j->text.n);
	if (status == yajl_status_ok && j->depth == 0 &&
	    yajl_parse(j->yajl, newline, 1) != yajl_status_ok)
		refuse(j, not_one);
	return status;
}

/* The strings of the members lie where they will stay now. */
static void
place_members(struct message_parser *j)
{
	for (int i = 0; i < MESSAGE_MEMBERS; i++)
		if (j->m.member[i].n > 0)
			j->m.member[i].p = j->strings.p + j->from[i];
}

static bool
is(struct kdd_span s, const char *what)
{
	return s.n == strlen(what) && memcmp(s.p, what, s.n) == 0;
}

static enum message_kind
kind_of(const struct message_parser *j)
{
	const struct kdd_span *member = j->m.member;

	if (!j->object)
		return MESSAGE_TASKS;
	if (is(member[MESSAGE_STREAM], "__heartbeat"))
		return MESSAGE_HEARTBEAT;
	if (member[MESSAGE_ID].p == NULL)
		return MESSAGE_OTHER;
	return is(member[MESSAGE_STREAM], "__tick") ? MESSAGE_TICK :
	    MESSAGE_TUPLE;
}

int
message_parse(struct message_parser *j, const char *p, size_t n,
    struct kdd_error *e)
{
	yajl_status status;

	j->m = (struct message){ .kind = MESSAGE_OTHER };
	j->text = (struct kdd_span){ p, n };
	j->strings.n = 0;
	j->refused = NULL;
	j->depth = j->values = 0;
	j->key = KEY_OTHER;
	j->object = j->in_tuple = false;
	status = run(j);
	if (j->strings.failed)
		return kdd_error_set(e, 0, "out of memory");
	if (j->refused != NULL)
		return kdd_error_set(e, 0, "%s", j->refused);
	if (status != yajl_status_ok)
		return kdd_error_set(e, 0, "not valid JSON near byte %zu",
		    yajl_get_bytes_consumed(j->yajl));
	if (j->depth > 0 || j->values != 1)
		return kdd_error_set(e, 0, "%s", j->depth > 0 ?
		    "its JSON ends too early" : not_one);
	place_members(j);
	j->m.kind = kind_of(j);
	return 0;
}

void
message_parser_release(struct message_parser *j)
{
	if (j->yajl != NULL)
		yajl_free(j->yajl);
	kdd_buf_release(&j->strings);
	j->yajl = NULL;
}
