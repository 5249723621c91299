#include "bench.h"

#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "names.h"

double
bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
open_file(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd == -1)
		err(1, "%s", path);
	return fd;
}

/* The bytes of a file, all of them in memory; free() them. */
static char *
load(const char *path, size_t *size)
{
	int fd = open_file(path);
	off_t end = lseek(fd, 0, SEEK_END);
	char *p = malloc(end > 0 ? (size_t)end : 1);

	if (end == -1 || p == NULL)
		err(1, "%s", path);
	for (off_t at = 0; at < end;) {
		ssize_t n = pread(fd, p + at, (size_t)(end - at), at);

		if (n <= 0)
			err(1, "%s", path);
		at += n;
	}
	close(fd);
	*size = (size_t)end;
	return p;
}

static void
feed_memory(struct bench *b, bool (*feed)(void *arg, const char *p, size_t n),
    void *arg)
{
	size_t size, n;
	char *p = load(b->path, &size);
	double from = bench_now();

	for (size_t at = 0; at < size; at += n) {
		n = size - at;
		if (b->block > 0 && n > b->block)
			n = b->block;
		if (!feed(arg, p + at, n))
			errx(1, "%s: cannot be read on", b->path);
	}
	b->seconds = bench_now() - from;
	b->bytes = size;
	free(p);
}

void
bench_feed(struct bench *b, bool (*feed)(void *arg, const char *p, size_t n),
    void *arg)
{
	static char buf[256 * 1024];
	double from;
	ssize_t n;
	int fd;

	if (b->memory) {
		feed_memory(b, feed, arg);
		return;
	}
	from = bench_now();
	fd = open_file(b->path);
	while ((n = read(fd, buf, b->block)) > 0) {
		b->bytes += (uint64_t)n;
		if (!feed(arg, buf, (size_t)n))
			errx(1, "%s: cannot be read on", b->path);
	}
	if (n == -1)
		err(1, "%s", b->path);
	close(fd);
	b->seconds = bench_now() - from;
}

void
bench_report(const struct bench *b, long kib)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	printf("%.6f\t%ld\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n",
	    b->seconds, kib > 0 ? kib : u.ru_maxrss, b->rows, b->fields,
	    b->bytes);
	if (fflush(stdout) == EOF)
		err(1, "stdout");
}

void
bench_schema_load(struct kdd_schema *s, const char *path)
{
	struct kdd_error e;
	size_t n;
	char *p = load(path, &n);

	if (kdd_names_parse(s, p, n, &e) == -1)
		errx(1, "%s:%zu: %s", path, e.line, e.what);
	free(p);
}

void
bench_sums_init(struct bench_sums *t, const struct kdd_schema *s)
{
	size_t n = s->ncolumns;

	*t = (struct bench_sums){ s, calloc(n, sizeof(*t->is_number)),
	    calloc(n, sizeof(*t->sum)), calloc(n, sizeof(*t->hash)),
	    calloc(n, sizeof(*t->count)) };
	if (t->is_number == NULL || t->sum == NULL || t->hash == NULL ||
	    t->count == NULL)
		err(1, "sums");
	for (uint32_t c = 0; c < n; c++)
		t->is_number[c] = s->column[c].kind == KDD_NUMBER;
}

void
bench_sums_write(const struct bench_sums *t, const char *path)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		err(1, "%s", path);
	for (uint32_t c = 0; c < t->schema->ncolumns; c++) {
		fprintf(f, "%s\t%s\t%" PRIu64 "\t", t->schema->column[c].name,
		    t->is_number[c] ? "number" : "text", t->count[c]);
		if (t->is_number[c])
			fprintf(f, "%a\n", t->sum[c]);
		else
			fprintf(f, "%016" PRIx64 "\n", t->hash[c]);
	}
	if (fclose(f) == EOF)
		err(1, "%s", path);
}

void
bench_sums_release(struct bench_sums *t)
{
	free(t->is_number);
	free(t->sum);
	free(t->hash);
	free(t->count);
}
