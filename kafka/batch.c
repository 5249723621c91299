#include "batch.h"

#include <stdlib.h>
#include <string.h>

/* Room for one more of n, each of that size.  Returns 0, or -1. */
static int
grow(void *list, size_t n, size_t *room, size_t size)
{
	size_t more = *room > 0 ? 2 * *room : 64;
	void *old, *p;

	if (n < *room)
		return 0;
	memcpy(&old, list, sizeof(old));
	if ((p = realloc(old, more * size)) == NULL)
		return -1;
	memcpy(list, &p, sizeof(p));
	*room = more;
	return 0;
}

static int
move_on(struct batch *b, int32_t partition, int64_t offset)
{
	for (size_t i = 0; i < b->nplaces; i++)
		if (b->place[i].partition == partition) {
			b->place[i].next = offset + 1;
			return 0;
		}
	if (grow(&b->place, b->nplaces, &b->place_room,
	    sizeof(*b->place)) == -1)
		return -1;
	b->place[b->nplaces++] = (struct batch_place){ partition, offset,
	    offset + 1 };
	return 0;
}

int
batch_add(struct batch *b, int32_t partition, int64_t offset,
    const char *value, size_t n)
{
	struct batch_row row = { partition, offset, b->text.n, n, NULL };

	if (move_on(b, partition, offset) == -1)
		return -1;
	if (value == NULL || n == 0) {
		b->empty++;
		return 0;
	}
	if (memchr(value, '\n', n) != NULL) {
		row.from = b->dead_text.n;
		row.dead = "newline";
		if (grow(&b->dead, b->ndead, &b->dead_room,
		    sizeof(*b->dead)) == -1)
			return -1;
		kdd_buf_add(&b->dead_text, value, n);
		b->dead[b->ndead++] = row;
		return b->dead_text.failed ? -1 : 0;
	}
	if (grow(&b->row, b->n, &b->room, sizeof(*b->row)) == -1)
		return -1;
	kdd_buf_add(&b->text, value, n);
	kdd_buf_char(&b->text, '\n');
	b->row[b->n++] = row;
	return b->text.failed ? -1 : 0;
}

bool
batch_is_empty(const struct batch *b)
{
	return b->nplaces == 0;
}

void
batch_clear(struct batch *b)
{
	b->text.n = b->dead_text.n = 0;
	b->n = b->ndead = b->nplaces = 0;
	b->empty = 0;
}

void
batch_release(struct batch *b)
{
	kdd_buf_release(&b->text);
	kdd_buf_release(&b->dead_text);
	free(b->row);
	free(b->dead);
	free(b->place);
	*b = (struct batch){ .n = 0 };
}
