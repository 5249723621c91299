/*
 * libs - time how other libraries in C, and wc, read one file
 *
 *	libs [-m] -s schema -w what [-c sums] file
 *	libs -V			their versions
 *
 * what: csv (libcsv alone, its callbacks count fields and rows), strtod (the
 * same, with strtod() on each number and the hash that ours has on each other
 * field), yajl (all of the file through one handle; rows and keys counted),
 * lines (a handle of yajl's for each line), or wc (wc -l as a process: the
 * time has its start in it).  By read(2) in blocks of 64 KiB, or with -m in
 * such blocks from memory; lines: always in memory at one go.
 */
#include <csv.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yajl/yajl_parse.h>
#include <yajl/yajl_version.h>

#include "bench.h"
#include "rng.h"

#define BLOCK	((size_t)64 * 1024)

struct job {
	struct bench	 bench;
	struct bench_sums sums;
	struct csv_parser csv;
	void		(*on_field)(void *field, size_t n, void *arg);
	uint32_t	 column;	/* of the field to come */
	bool		 zeek;		/* comments, and "-" for missing */
	bool		 skip;		/* this row: a comment or a header */
	bool		 header;	/* so is the next one */
	yajl_handle	 yajl;
};

/* A row of a log's comments is no row; libcsv knows none. */
static inline bool
is_skipped(struct job *job, const char *p, size_t n)
{
	if (job->column == 0)
		job->skip = job->header ||
		    (job->zeek && n > 0 && *p == '#');
	return job->skip;
}

static void
count_field(void *field, size_t n, void *arg)
{
	struct job *job = arg;

	if (!is_skipped(job, field, n))
		job->bench.fields++;
	job->column++;
}

static void
take_field(void *field, size_t n, void *arg)
{
	struct job *job = arg;
	struct bench_sums *t = &job->sums;
	uint32_t c = job->column;
	const char *p = field;
	char *end;
	double v;

	if (is_skipped(job, p, n)) {
		job->column++;
		return;
	}
	job->column++;
	job->bench.fields++;
	if (c >= t->schema->ncolumns || n == 0 ||
	    (job->zeek && n == 1 && *p == '-'))
		return;
	if (t->is_number[c]) {
		v = strtod(p, &end);
		if (end != p + n)
			return;
		t->sum[c] += v;
	} else {
		t->hash[c] += kdd_mix_bytes(0, p, n);
	}
	t->count[c]++;
}

static void
on_row(int end, void *arg)
{
	struct job *job = arg;

	(void)end;
	if (!job->skip)
		job->bench.rows++;
	job->header = job->skip = false;
	job->column = 0;
}

static bool
feed_csv(void *arg, const char *p, size_t n)
{
	struct job *job = arg;

	return csv_parse(&job->csv, p, n, job->on_field, on_row, job) == n;
}

static void
time_csv(struct job *job, const struct kdd_schema *s, bool numbers)
{
	job->zeek = s->form == KDD_ZEEK;
	job->header = numbers && s->form == KDD_HEADER;
	job->on_field = numbers ? take_field : count_field;
	if (csv_init(&job->csv, numbers ? CSV_APPEND_NULL : 0) != 0)
		err(1, "libcsv");
	csv_set_delim(&job->csv, (unsigned char)s->delimiter);
	if (job->zeek)
		csv_set_quote(&job->csv, '\0');
	bench_feed(&job->bench, feed_csv, job);
	csv_fini(&job->csv, job->on_field, on_row, job);
	csv_free(&job->csv);
}

static int
on_key(void *arg, const unsigned char *p, size_t n)
{
	struct job *job = arg;

	(void)p;
	(void)n;
	job->bench.fields++;
	return 1;
}

/* The rows have no objects in them. */
static int
on_object_end(void *arg)
{
	struct job *job = arg;

	job->bench.rows++;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_map_key = on_key, .yajl_end_map = on_object_end
};

static bool
feed_yajl(void *arg, const char *p, size_t n)
{
	struct job *job = arg;

	return yajl_parse(job->yajl, (const unsigned char *)p, n) ==
	    yajl_status_ok;
}

static void
time_yajl(struct job *job)
{
	job->yajl = yajl_alloc(&callbacks, NULL, job);
	if (job->yajl == NULL)
		err(1, "yajl");
	yajl_config(job->yajl, yajl_allow_multiple_values, 1);
	yajl_config(job->yajl, yajl_dont_validate_strings, 1);
	bench_feed(&job->bench, feed_yajl, job);
	yajl_free(job->yajl);
}

static bool
feed_lines(void *arg, const char *p, size_t n)
{
	struct job *job = arg;
	const char *end = p + n, *lf;
	bool ok = true;

	for (; ok && p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			return false;
		job->yajl = yajl_alloc(&callbacks, NULL, job);
		yajl_config(job->yajl, yajl_dont_validate_strings, 1);
		ok = yajl_parse(job->yajl, (const unsigned char *)p,
		    (size_t)(lf - p)) == yajl_status_ok;
		yajl_free(job->yajl);
	}
	return ok;
}

static void
time_wc(struct job *job)
{
	double from = bench_now();
	struct rusage u;
	struct stat st;
	int fd[2], status;
	FILE *f;
	pid_t pid;

	if (pipe(fd) == -1 || (pid = fork()) == -1)
		err(1, "wc");
	if (pid == 0) {
		dup2(fd[1], STDOUT_FILENO);
		execlp("wc", "wc", "-l", job->bench.path, (char *)NULL);
		_exit(127);
	}
	close(fd[1]);
	if ((f = fdopen(fd[0], "r")) == NULL ||
	    fscanf(f, "%" SCNu64, &job->bench.rows) != 1)
		errx(1, "wc: no number");
	if (wait4(pid, &status, 0, &u) == -1 || status != 0)
		errx(1, "wc: failed");
	job->bench.seconds = bench_now() - from;
	fclose(f);
	if (stat(job->bench.path, &st) == 0)
		job->bench.bytes = (uint64_t)st.st_size;
	bench_report(&job->bench, u.ru_maxrss);
}

static void
run(struct job *job, const struct kdd_schema *s, const char *what)
{
	if (strcmp(what, "csv") == 0) {
		time_csv(job, s, false);
	} else if (strcmp(what, "strtod") == 0) {
		time_csv(job, s, true);
	} else if (strcmp(what, "yajl") == 0) {
		time_yajl(job);
	} else if (strcmp(what, "lines") == 0) {
		job->bench.memory = true;
		job->bench.block = 0;
		bench_feed(&job->bench, feed_lines, job);
	} else if (strcmp(what, "wc") == 0) {
		time_wc(job);
		return;
	} else {
		errx(2, "-w: csv, strtod, yajl, lines or wc");
	}
	bench_report(&job->bench, 0);
}

int
main(int argc, char *argv[])
{
	struct job job = { .bench = { .block = BLOCK } };
	const char *sums = NULL, *schema = NULL, *what = "";
	struct kdd_schema s;
	int ch, y = yajl_version();

	while ((ch = getopt(argc, argv, "c:ms:Vw:")) != -1)
		switch (ch) {
		case 'c': sums = optarg; break;
		case 'm': job.bench.memory = true; break;
		case 's': schema = optarg; break;
		case 'V':
			printf("libcsv %d.%d.%d, yajl %d.%d.%d\n", CSV_MAJOR,
			    CSV_MINOR, CSV_RELEASE, y / 10000, y / 100 % 100,
			    y % 100);
			return 0;
		case 'w': what = optarg; break;
		default: return 2;
		}
	if (schema == NULL || optind + 1 != argc)
		errx(2, "usage: libs -V | [-m] [-c sums] -s schema -w what "
		    "file");
	job.bench.path = argv[optind];
	bench_schema_load(&s, schema);
	bench_sums_init(&job.sums, &s);
	run(&job, &s, what);
	if (sums != NULL)
		bench_sums_write(&job.sums, sums);
	bench_sums_release(&job.sums);
	kdd_schema_release(&s);
	return 0;
}
