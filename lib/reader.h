/*
 * reader - bytes to rows: blocks of lines and where their fields end
 *
 * A record is one line, ended by LF or CRLF; the last may lack its end.  A
 * field in double quotes may hold delimiters and doubled quotes, never a
 * newline.  Empty lines are passed over, and a byte-order mark of UTF-8 at
 * the start of a file is.  The reader judges the form of a row and nothing
 * else; it does not know what a field means, and it knows no models.  It
 * never blocks: the caller owns the descriptor and feeds it.
 *
 * Plain rows are found by one scan (scan.h), and their fields are handed out
 * where they lie, not copied.  A row that holds a quote is taken apart by
 * quoted.h.  The first row of each file, and each line that starts with the
 * comment byte, come in a block of their own, so that whoever gets them can
 * change the layout before the next row is judged.  The first row is not
 * judged by the number of its fields: that is left to them, since it may be
 * a header.  One that is rejected for another reason leaves the next row to
 * be the first.
 *
 * Memory: at most KDD_LINE_MAX for a line that crosses two feeds, as much
 * for its unquoted text, and about a MiB for positions, whatever the input
 * holds.
 */
#ifndef KDD_READER_H
#define KDD_READER_H

#include "row.h"
#include "scan.h"

/*
 * Rows and all that they point to are valid until this returns; it may change
 * the rows.  Returning false ends the file: the rest of it is dropped unread.
 */
typedef bool kdd_on_rows(void *arg, struct kdd_row *row, size_t n);

struct kdd_reader;

/* NULL when out of memory.  path: how to scan; NULL: the fastest way. */
struct kdd_reader *kdd_reader_new(const struct kdd_layout *layout,
		    const struct kdd_scan_path *path, kdd_on_rows *on_rows,
		    void *arg);
/* For the rows behind the one that is being handed out, or to be fed. */
void	kdd_reader_set(struct kdd_reader *r, const struct kdd_layout *layout);
/*
 * Returns 1, or 0 when the file was ended by on_rows; or -1 with errno set
 * when out of memory.
 */
int	kdd_reader_feed(struct kdd_reader *r, const char *p, size_t n);
/*
 * The end of a file: a last line without its end is a row; lines restart.
 * Returns as kdd_reader_feed().
 */
int	kdd_reader_finish(struct kdd_reader *r);
/*
 * The end of a file that broke off: a last line without its end is no row.
 * Returns its bytes so far.
 */
uint64_t	kdd_reader_drop(struct kdd_reader *r);
void	kdd_reader_free(struct kdd_reader *r);

#endif
