/*
 * jsonrow - the members of one JSON object as the fields of a row
 *
 * A member's key is its path: the keys of nested objects with dots between,
 * so {"id":{"orig_h":"::1"}} and {"id.orig_h":"::1"} hold the same field.
 * The fields are those of Zeek's own TSV form: a string is its text, a
 * number its digits as they stand, true and false are T and F, null is an
 * empty field, which is as if absent, an array of such values is their texts
 * with commas between, an empty string or array is "(empty)".  In an array a
 * null, an object and another array are passed over, and an array that holds
 * nothing else is as if absent.  Of a key that comes twice the first value
 * counts, be it null.  In strings \u0000 and half of a surrogate pair are
 * U+FFFD, and invalid UTF-8 is kept as it is.
 *
 * Each line is parsed on its own, by yajl; whatever it holds, nothing of it
 * stays for the next.  It is JSON (RFC 8259) to the letter but for what
 * strings hold beyond ASCII, and no row if it nests too deeply.
 *
 * Memory: at most 8 bytes for each byte of the longest line, half of them
 * only while it is parsed, and 8 to 16 for each column.  Time grows with the
 * line's length and the number of columns, whatever the line holds.
 */
#ifndef KDD_JSONROW_H
#define KDD_JSONROW_H

#include "row.h"

#define KDD_JSONROW_DEPTH 1000	/* open objects and arrays, at most */
#define KDD_JSONROW_PATH 1024	/* bytes of a key that is asked for */
/*
 * The key of the member that a verdict is.  The view of a row tells where the
 * row has keys of its own that read the same, however they are written, so
 * that a verdict put before them is not overruled by who takes the last of
 * equal keys.
 */
#define KDD_JSONROW_TAKEN "kdd"

/*
 * The column whose value a key's is, or KDD_NO_FIELD: it is not asked for.
 * Asked for each value that can be a field, in each line, even if the line
 * then turns out to be no row; never for a key whose value is an object.
 * Keys may hold any byte and are not terminated.
 */
typedef uint32_t kdd_on_key(void *arg, const char *key, size_t n);

struct kdd_jsonrow;

/* NULL when out of memory. */
struct kdd_jsonrow *kdd_jsonrow_new(kdd_on_key *on_key, void *arg);
/*
 * Take apart row->bytes[0 .. row->length), a line that should be one object
 * and nothing else.  If it is, row gets its text, start, end, nfields (those
 * asked for, in the order of their coming) and a view of ncolumns columns,
 * all valid until the next call; returns 0 with *what NULL.  If not, returns
 * 1 with row->column set to the 1-based byte where it goes wrong, as closely
 * as yajl tells, and *what to a static phrase for people.  Returns -1 when out
 * of memory; the next line may then go better.
 * on_key's results must be below ncolumns, which may grow during the call:
 * it is read after the last key.
 */
int	kdd_jsonrow_parse(struct kdd_jsonrow *j, struct kdd_row *row,
	    const uint32_t *ncolumns, const char **what);
void	kdd_jsonrow_free(struct kdd_jsonrow *j);

#endif
