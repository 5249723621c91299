/*
 * faults - preloaded into a program, makes its calls fail
 *
 * KDD_FAULT names the call: read, write (not to stderr), fsync, rename, or
 * malloc (calloc and realloc too).  KDD_AFTER, 0 if not set, is how many
 * calls succeed first.  KDD_PIECE is the most bytes that a read gives.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's own names of what is replaced here */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);

static bool
fails(const char *call)
{
	static long left = -1;
	const char *fault = getenv("KDD_FAULT"), *after;

	if (fault == NULL || strcmp(fault, call) != 0)
		return false;
	if (left == -1) {
		after = getenv("KDD_AFTER");
		left = after != NULL ? atol(after) : 0;
	}
	if (left == 0)
		return true;
	left--;
	return false;
}

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

ssize_t
read(int fd, void *buf, size_t n)
{
	ssize_t (*call)(int, void *, size_t) =
	    (ssize_t (*)(int, void *, size_t))next("read");
	const char *piece = getenv("KDD_PIECE");

	if (piece != NULL && n > (size_t)atol(piece))
		n = (size_t)atol(piece);
	if (!fails("read"))
		return call(fd, buf, n);
	errno = EIO;
	return -1;
}

ssize_t
write(int fd, const void *buf, size_t n)
{
	ssize_t (*call)(int, const void *, size_t) =
	    (ssize_t (*)(int, const void *, size_t))next("write");

	if (fd == STDERR_FILENO || !fails("write"))
		return call(fd, buf, n);
	errno = ENOSPC;
	return -1;
}

int
fsync(int fd)
{
	int (*call)(int) = (int (*)(int))next("fsync");

	if (!fails("fsync"))
		return call(fd);
	errno = EIO;
	return -1;
}

int
rename(const char *from, const char *to)
{
	int (*call)(const char *, const char *) =
	    (int (*)(const char *, const char *))next("rename");

	if (!fails("rename"))
		return call(from, to);
	errno = EACCES;
	return -1;
}

void *
malloc(size_t n)
{
	if (!fails("malloc"))
		return __libc_malloc(n);
	errno = ENOMEM;
	return NULL;
}

void *
calloc(size_t n, size_t size)
{
	if (!fails("malloc"))
		return __libc_calloc(n, size);
	errno = ENOMEM;
	return NULL;
}

void *
realloc(void *p, size_t n)
{
	if (!fails("malloc"))
		return __libc_realloc(p, n);
	errno = ENOMEM;
	return NULL;
}
