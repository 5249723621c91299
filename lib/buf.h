/*
 * buf - a growing run of bytes, in which all output is put together
 *
 * Appending never fails on the spot: when memory runs out the buffer is
 * marked, further appends do nothing, and the owner looks at failed once,
 * before the bytes are used.  A low module: it knows nothing of formats.
 */
#ifndef KDD_BUF_H
#define KDD_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kdd_buf {
	char	*p;		/* owned; release with kdd_buf_release() */
	size_t	 n, cap;
	bool	 failed;	/* out of memory; what p holds is incomplete */
};

#define KDD_BUF_INIT { NULL, 0, 0, false }

/*
 * Make room for n more bytes.  Returns where they go (the caller then adds
 * what it wrote to b->n), or NULL when b has failed.
 */
char	*kdd_buf_room(struct kdd_buf *b, size_t n);
void	kdd_buf_add(struct kdd_buf *b, const void *p, size_t n);
void	kdd_buf_puts(struct kdd_buf *b, const char *s);
void	kdd_buf_char(struct kdd_buf *b, char c);
void	kdd_buf_u64(struct kdd_buf *b, uint64_t v);
void	kdd_buf_num(struct kdd_buf *b, double v);	/* kdd_num_print() */
void	kdd_buf_printf(struct kdd_buf *b, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	kdd_buf_release(struct kdd_buf *b);

#endif
