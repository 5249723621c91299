#include "reader.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "carry.h"
#include "quoted.h"

#define PIECE		(32u * 1024)	/* bytes scanned at once: with their
					   positions they stay in the cache */
#define PIECE_MIN	256u		/* after a change of delimiters */
#define BLOCK_ROWS	128
#define FIELDS_MAX	(1u << 17)	/* of a line that a piece cuts */

struct kdd_reader {
	kdd_on_rows	*on_rows;
	void		*arg;
	kdd_scan	*scan;
	struct kdd_layout layout;
	bool		 rescan;	/* other separators from here on */
	bool		 stopped;	/* on_rows said so: no more of this */
	bool		 started;	/* the first good row was handed out */
	uint64_t	 line;		/* of the row being read */
	size_t		 piece;		/* bytes to scan next */

	struct kdd_found found;		/* of the piece, in sep and lines */
	size_t		 nrows;
	struct kdd_carry carry;		/* the line begun in an earlier piece */
	uint32_t	*end;		/* [FIELDS_MAX]: its positions */

	struct kdd_quoted quoted;
	char		*text;		/* fields of the block's quoted rows */
	size_t		 ntext, text_room;
	/* from here on nothing is set before it is used */
	struct kdd_row	 row[BLOCK_ROWS];
	uint32_t	 sep[PIECE + KDD_SCAN_SLACK];
	struct kdd_line	 lines[PIECE + KDD_SCAN_SLACK];
};

/* A line being judged: where it starts and stops, and its separators. */
struct line {
	const char	*base;		/* what positions count from */
	uint32_t	 start, stop;	/* of its bytes, without the LF */
	uint32_t	 whole;		/* bytes with the LF, if there is one */
	uint32_t	*end;		/* [room]: positions, the stop too */
	uint32_t	 nfields, room;
	bool		 care;
};

struct kdd_reader *
kdd_reader_new(const struct kdd_layout *layout,
    const struct kdd_scan_path *path, kdd_on_rows *on_rows, void *arg)
{
	struct kdd_reader *r = malloc(sizeof(*r));

	if (r == NULL)
		return NULL;
	memset(r, 0, offsetof(struct kdd_reader, row));
	if (path == NULL)
		kdd_scan_paths(&path);
	r->on_rows = on_rows;
	r->arg = arg;
	r->scan = path->scan;
	r->layout = *layout;
	r->line = 1;
	r->piece = PIECE;
	r->found.sep = r->sep;
	r->found.line = r->lines;
	if (kdd_quoted_init(&r->quoted) == -1) {
		free(r);
		return NULL;
	}
	return r;
}

void
kdd_reader_free(struct kdd_reader *r)
{
	if (r == NULL)
		return;
	kdd_quoted_release(&r->quoted);
	kdd_carry_release(&r->carry);
	free(r->end);
	free(r->text);
	free(r);
}

void
kdd_reader_set(struct kdd_reader *r, const struct kdd_layout *layout)
{
	if (layout->delimiter != r->layout.delimiter ||
	    layout->quote != r->layout.quote)
		r->rescan = true;
	r->layout = *layout;
}

static void
hand_out(struct kdd_reader *r)
{
	size_t n = r->nrows;

	r->nrows = 0;
	if (n > 0 && !r->stopped)
		r->stopped = !r->on_rows(r->arg, r->row, n);
	r->ntext = 0;
}

/*
 * Make room for the unquoted fields of a line of n bytes.  Those of a piece
 * fit into PIECE, and a longer line is a block of its own, so no other row
 * points into what is moved.
 */
static int
make_room(struct kdd_reader *r, size_t n)
{
	size_t room = n + 1 > PIECE ? n + 1 : PIECE;
	void *p;

	if (r->text_room - r->ntext >= n + 1)
		return 0;
	assert(r->ntext == 0);
	if ((p = realloc(r->text, room)) == NULL)
		return -1;
	r->text = p;
	r->text_room = room;
	return 0;
}

/* A line with a NUL or a quote in it. */
static int
judge_care(struct kdd_reader *r, struct kdd_row *row, struct line *l)
{
	const char *nul = memchr(row->bytes, '\0', row->length);
	size_t open;

	if (nul != NULL) {
		row->form = KDD_FORM_NUL;
		row->column = (uint32_t)(nul - row->bytes) + 1;
		return 0;
	}
	if (make_room(r, row->length) == -1)
		return -1;
	row->text = r->text + r->ntext;
	row->end = l->end;
	row->start = 0;
	row->unquoted = true;
	open = kdd_quoted_split(&r->quoted, row->bytes, row->length,
	    r->layout.delimiter, r->text + r->ntext, l->end, l->room,
	    &row->nfields);
	if (open == SIZE_MAX)
		return -1;
	r->ntext += row->length + 1;
	if (open > 0) {
		row->form = KDD_FORM_QUOTE;
		row->column = (uint32_t)open;
	}
	return 0;
}

/*
 * Member by member: a struct that is made elsewhere and copied would be read
 * back in other pieces than it was written in, which stalls.
 */
static inline void
start_row(struct kdd_reader *r, struct kdd_row *row, const struct line *l)
{
	row->bytes = l->base + l->start;
	row->text = l->base;
	row->end = l->end;
	row->line = r->line++;
	row->total = row->length = l->stop - l->start;
	row->whole = l->whole;
	row->start = l->start;
	row->nfields = l->nfields;
	row->view = NULL;
	row->what = NULL;
	row->column = row->form = row->first = row->unquoted = 0;
}

/* A line that comes alone: the first row of a file, or a comment. */
static int
take_alone(struct kdd_reader *r, struct line *l)
{
	struct kdd_row *row = &r->row[0];

	hand_out(r);
	start_row(r, row, l);
	if (row->line == 1)
		kdd_row_judge_start(row);
	l->room -= (uint32_t)(row->end - l->end);	/* the mark's */
	if (row->length == 0)
		return 0;
	if (row->form == KDD_FORM_OK && r->layout.comment != '\0' &&
	    *row->bytes == r->layout.comment) {
		row->form = KDD_FORM_COMMENT;
	} else {
		row->first = !r->started;
		if (row->form == KDD_FORM_OK && l->care &&
		    judge_care(r, row, l) == -1)
			return -1;
		if (row->form == KDD_FORM_OK &&
		    (!row->first || row->nfields > l->room))
			kdd_row_judge(row, &r->layout);
		r->started = r->started || row->form == KDD_FORM_OK;
	}
	r->nrows = 1;
	hand_out(r);
	return 0;
}

/* Any other line; most rows come by here. */
static inline int
take_row(struct kdd_reader *r, struct line *l)
{
	struct kdd_row *row;

	if (r->nrows == BLOCK_ROWS)
		hand_out(r);
	row = &r->row[r->nrows++];
	start_row(r, row, l);
	if (row->length == 0) {
		r->nrows--;
		return 0;
	}
	if (l->care && judge_care(r, row, l) == -1)
		return -1;
	if (row->form == KDD_FORM_OK)
		kdd_row_judge(row, &r->layout);
	return 0;
}

static inline int
take_line(struct kdd_reader *r, struct line *l)
{
	if (l->stop > l->start && l->base[l->stop - 1] == '\r') {
		l->stop--;
		if (l->nfields <= l->room)
			l->end[l->nfields - 1] = l->stop;
	}
	if (!r->started || r->line == 1 || (r->layout.comment != '\0' &&
	    l->base[l->start] == r->layout.comment))
		return take_alone(r, l);
	return take_row(r, l);
}

/*
 * Scan a piece and take the lines that end in it.  Returns how many bytes
 * they are, or -1.
 */
static ptrdiff_t
take_lines(struct kdd_reader *r, const char *p, size_t n)
{
	struct kdd_found *f = &r->found;
	uint32_t first = 0, start = 0;

	r->scan(f, p, n, r->layout.delimiter, r->layout.quote);
	for (uint32_t i = 0; i < f->nlines && !r->stopped && !r->rescan; i++) {
		uint32_t last = f->line[i].end, lf = f->sep[last];
		struct line l = {
			.base = p, .start = start, .stop = lf,
			.whole = lf + 1 - start, .end = f->sep + first,
			.nfields = last + 1 - first, .room = last + 1 - first,
			.care = f->line[i].care != 0
		};

		if (take_line(r, &l) == -1)
			return -1;
		start = lf + 1;
		first = last + 1;
	}
	hand_out(r);
	return start;
}

/* Scan the kept line piece by piece; only its last byte is a line feed. */
static void
scan_kept(struct kdd_reader *r, struct line *l)
{
	struct kdd_found *f = &r->found;
	size_t n = l->stop + (size_t)1;	/* with a line feed, to end it */

	for (size_t from = 0; from < n; from += PIECE) {
		size_t len = n - from < PIECE ? n - from : PIECE;

		r->scan(f, l->base + from, len, r->layout.delimiter,
		    r->layout.quote);
		for (uint32_t i = 0; i < f->nsep; i++)
			if (l->nfields + i < l->room)
				l->end[l->nfields + i] =
				    (uint32_t)from + f->sep[i];
		l->nfields += f->nsep;
		l->care |= f->care != 0 || (f->nlines > 0 &&
		    f->line[0].care != 0);
	}
}

/* The kept line is complete; nlf is 1 if a line feed ended it. */
static int
take_kept(struct kdd_reader *r, uint32_t nlf)
{
	uint64_t total = r->carry.total - (r->carry.last == '\r');
	struct line l = { .base = r->carry.p, .stop = (uint32_t)r->carry.n,
	    .whole = (uint32_t)r->carry.n + nlf, .room = FIELDS_MAX };
	int rc = 0;

	if (r->end == NULL &&
	    (r->end = malloc(FIELDS_MAX * sizeof(*r->end))) == NULL)
		return -1;
	l.end = r->end;
	r->carry.p[r->carry.n] = '\n';
	if (total > KDD_LINE_MAX) {
		r->row[0] = kdd_row_too_long(r->carry.p, r->line++, total);
		r->row[0].first = !r->started;
		r->nrows = 1;
	} else {
		scan_kept(r, &l);
		rc = take_line(r, &l);
	}
	hand_out(r);
	kdd_carry_forget(&r->carry);
	return rc;
}

static size_t
next_piece(struct kdd_reader *r, size_t n)
{
	size_t piece = r->piece;

	if (r->rescan)
		piece = PIECE_MIN;
	r->rescan = false;
	r->piece = piece < PIECE ? piece * 2 : PIECE;
	return n < piece ? n : piece;
}

/*
 * The next piece of n bytes.  What follows its last line is scanned again
 * with the next piece, or kept if there is none, or the line fills a piece.
 * Returns the bytes that need no further look, or -1.
 */
static ptrdiff_t
take_piece(struct kdd_reader *r, const char *p, size_t n)
{
	size_t piece = next_piece(r, n);
	ptrdiff_t done = take_lines(r, p, piece);

	if (done == -1 || r->stopped ||
	    (done > 0 && (piece < n || r->rescan)))
		return done;
	return kdd_carry_add(&r->carry, p + done, piece - (size_t)done) == -1 ?
	    -1 : (ptrdiff_t)piece;
}

/* More of the kept line, and its end if that is among the n bytes. */
static ptrdiff_t
end_kept(struct kdd_reader *r, const char *p, size_t n)
{
	const char *lf = memchr(p, '\n', n);
	size_t more = lf != NULL ? (size_t)(lf - p) : n;

	if (kdd_carry_add(&r->carry, p, more) == -1 ||
	    (lf != NULL && take_kept(r, 1) == -1))
		return -1;
	return (ptrdiff_t)(lf != NULL ? more + 1 : n);
}

int
kdd_reader_feed(struct kdd_reader *r, const char *p, size_t n)
{
	const char *end = p + n;
	ptrdiff_t done = 0;

	while (p < end && !r->stopped && done != -1) {
		size_t left = (size_t)(end - p);

		done = r->carry.total > 0 ? end_kept(r, p, left) :
		    take_piece(r, p, left);
		p += done;
	}
	return done == -1 ? -1 : r->stopped ? 0 : 1;
}

static void
restart(struct kdd_reader *r)
{
	kdd_carry_forget(&r->carry);
	r->line = 1;
	r->started = r->stopped = false;
}

int
kdd_reader_finish(struct kdd_reader *r)
{
	int rc;

	if (r->carry.total > 0 && !r->stopped && take_kept(r, 0) == -1)
		return -1;
	rc = r->stopped ? 0 : 1;
	restart(r);
	return rc;
}

uint64_t
kdd_reader_drop(struct kdd_reader *r)
{
	uint64_t n = r->carry.total;

	restart(r);
	return n;
}
