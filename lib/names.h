/*
 * names - a schema as a file for people: C4.5's and UCI's .names, extended
 *
 * The grammar is kdd-schema(5).  A low module: it knows the columns, not the
 * rows.  names.c writes such a file, names_read.c reads one.
 */
#ifndef KDD_NAMES_H
#define KDD_NAMES_H

#include "buf.h"
#include "schema.h"

#define KDD_NAMES_SIZE_MAX ((size_t)1 << 26)	/* bytes of such a file */

/*
 * Take s from n bytes of text.  Returns 0, or -1 with e saying which line
 * breaks which rule; s is then released.
 */
int	kdd_names_parse(struct kdd_schema *s, const char *text, size_t n,
	    struct kdd_error *e);
/*
 * Append the file to b; look at b->failed afterwards.  What is written reads
 * back as the same schema, but for the delimiter of one for JSON, which has
 * no use for it.  No name may be empty or hold a control byte, no kind be
 * KDD_UNDECIDED; a from may be empty.  note(arg, column) may give a comment
 * for a column's line (any text, borrowed until the next call), or NULL;
 * note itself may be NULL.
 */
void	kdd_names_write(struct kdd_buf *b, const struct kdd_schema *s,
	    const char *(*note)(void *arg, uint32_t column), void *arg);
/*
 * "comma", "tab", "semicolon", "pipe", "space", "dot", "\t", "\x3b" or the
 * byte itself.  Returns 0, or -1 if it is none of them, or is NUL, CR, LF or
 * a double quote; *byte is then unchanged.
 */
int	kdd_byte_parse(const char *s, char *byte);
/* The same; nor is a letter, a digit or one of ._+- a delimiter. */
int	kdd_delimiter_parse(const char *s, char *delimiter);
/* Which of tab, semicolon and pipe seems to divide a text; NULL: none. */
const char *kdd_delimiter_guess(const char *text);

#endif
