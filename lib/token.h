/*
 * token - words of a line of text, quoted where they need it
 *
 * Model files are lines of tokens, one space apart.  A token that is not
 * empty and holds only visible characters (bytes above 0x7f among them) but
 * no quote or backslash stands as it is.  Any other is put in double
 * quotes, in which \" and \\ stand for themselves and \xHH for a control
 * byte.  A token never holds NUL, so it is a C string.
 */
#ifndef KDD_TOKEN_H
#define KDD_TOKEN_H

#include "buf.h"

void	kdd_token_add(struct kdd_buf *b, const char *s);
/* Put it in quotes even if it need not be. */
void	kdd_token_quote(struct kdd_buf *b, const char *s);

/* Has it no control byte, so that it can stand in a line of output? */
bool	kdd_token_is_name(const char *s);

/*
 * Take the next token off a line, unquoted in place.  *s is moved on; *tok
 * points into the line.  Returns 1, 0 at the end of the line, or -1 if what
 * follows is not written as kdd_token_add() writes it.
 */
int	kdd_token_next(char **s, char **tok);

#endif
