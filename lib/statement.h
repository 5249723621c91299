/*
 * statement - a line of a schema file, its escapes resolved
 *
 * A line holds one statement, ended by a period that a blank or the end of
 * the text follows; then a comment may come, from | on.  A backslash takes
 * its meaning from the byte behind it.  A low module: it knows no columns.
 */
#ifndef KDD_STATEMENT_H
#define KDD_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"

/*
 * Bytes of a statement, borrowed; mark[i] is 1 where a backslash stood
 * before byte i, so that it means nothing but itself.  p[n] may be
 * overwritten, to make a C string of the part: what ended it stands there.
 */
struct kdd_part {
	char		*p;
	const char	*mark;
	size_t		 n;
};

struct kdd_statement {
	struct kdd_buf	 text, marks;	/* owned; all parts lie in them */
};

/*
 * Take the statement from a line without its line feed.  *t is valid until
 * the next call; it holds neither period nor comment, nor blanks around.
 * Returns 1, 0 if there is none on the line, or -1 with e naming the line.
 */
int	kdd_statement_take(struct kdd_statement *st, const char *s, size_t n,
	    size_t line, struct kdd_part *t, struct kdd_error *e);
void	kdd_statement_release(struct kdd_statement *st);

/* From byte i up to end, without the blanks around. */
struct kdd_part	 kdd_part_cut(const struct kdd_part *t, size_t i, size_t end);
/* Where, from byte i on, c comes without a backslash; or t->n. */
size_t	kdd_part_find(const struct kdd_part *t, size_t i, char c);
/* Where the word stands alone, between blanks or ends, likewise. */
size_t	kdd_part_find_word(const struct kdd_part *t, size_t i,
	    const char *word);
/* Does it begin with the word? */
bool	kdd_part_begins(const struct kdd_part *t, const char *word);
/* Is it the word? */
bool	kdd_part_equals(const struct kdd_part *t, const char *word);

#endif
