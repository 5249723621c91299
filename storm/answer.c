#include "answer.h"

#include <string.h>

#include "json.h"

#define AROUND	160	/* bytes of a message beside its strings, at most */

/* As kdd_json_put() does, but for newlines, which stand in most: \n. */
static char *
put_string(char *to, struct kdd_span s)
{
	const char *nl;

	*to++ = '"';
	while (s.n > 0 && (nl = memchr(s.p, '\n', s.n)) != NULL) {
		to = kdd_json_text(to, s.p, (size_t)(nl - s.p));
		to = stpcpy(to, "\\n");
		s.n -= (size_t)(nl + 1 - s.p);
		s.p = nl + 1;
	}
	to = kdd_json_text(to, s.p, s.n);
	*to++ = '"';
	return to;
}

static void
end(struct kdd_buf *b, char *to)
{
	to = stpcpy(to, "}\nend\n");
	b->n = (size_t)(to - b->p);
}

/* {"command":"COMMAND","NAME":"TEXT"; NULL when out of memory. */
static char *
begin(struct kdd_buf *b, const char *command, const char *name,
    struct kdd_span text)
{
	char *to = kdd_buf_room(b, KDD_JSON_ROOM(text.n) + AROUND);

	if (to == NULL)
		return NULL;
	to = stpcpy(to, "{\"command\":\"");
	to = stpcpy(to, command);
	to = stpcpy(to, "\",\"");
	to = stpcpy(to, name);
	return put_string(stpcpy(to, "\":"), text);
}

void
answer_pid(struct kdd_buf *b, long pid)
{
	kdd_buf_printf(b, "{\"pid\":%ld}\nend\n", pid);
}

void
answer_sync(struct kdd_buf *b)
{
	kdd_buf_puts(b, "{\"command\":\"sync\"}\nend\n");
}

static void
answer(struct kdd_buf *b, const char *command, const char *name,
    struct kdd_span text)
{
	char *to = begin(b, command, name, text);

	if (to != NULL)
		end(b, to);
}

void
answer_ack(struct kdd_buf *b, struct kdd_span id)
{
	answer(b, "ack", "id", id);
}

void
answer_fail(struct kdd_buf *b, struct kdd_span id)
{
	answer(b, "fail", "id", id);
}

void
answer_error(struct kdd_buf *b, struct kdd_span text)
{
	answer(b, "error", "msg", text);
}

void
answer_log(struct kdd_buf *b, struct kdd_span text, int level)
{
	char *to = begin(b, "log", "msg", text);

	if (to == NULL)
		return;
	to = stpcpy(to, ",\"level\":");
	*to++ = (char)('0' + level);
	end(b, to);
}

void
answer_emit(struct kdd_buf *b, struct kdd_span id, const char *stream,
    const struct kdd_span *string, size_t n)
{
	size_t room = AROUND + KDD_JSON_ROOM(id.n);
	char *to;

	for (size_t i = 0; i < n; i++)
		room += KDD_JSON_ROOM(string[i].n) + 1;
	if ((to = kdd_buf_room(b, room)) == NULL)
		return;
	to = stpcpy(to, "{\"command\":\"emit\",\"anchors\":[");
	to = put_string(to, id);
	to = stpcpy(to, "],");
	if (stream != NULL) {
		to = stpcpy(to, "\"stream\":\"");
		to = stpcpy(to, stream);
		to = stpcpy(to, "\",");
	}
	to = stpcpy(to, "\"tuple\":[");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			*to++ = ',';
		to = put_string(to, string[i]);
	}
	to = stpcpy(to, "],\"need_task_ids\":false");
	end(b, to);
}
