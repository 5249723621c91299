/*
 * ours - time our own reading of one file
 *
 *	ours [-m] [-p path] -s schema -w what [-c sums] file
 *	ours -l			the ways to scan that this CPU has
 *
 * what: positions (kdd_reader: rows, with where each field ends; the fields
 * are counted, not looked at) or fields (kdd_source: each number parsed, each
 * other field hashed, all by column, as the programs do).  By read(2) in
 * blocks of 256 KiB, as the programs do, or with -m from memory at one go.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "num.h"
#include "rng.h"
#include "source.h"

#define BLOCK	((size_t)256 * 1024)

struct job {
	struct bench	 bench;
	struct kdd_reader *reader;
	struct kdd_source *source;
	struct bench_sums sums;
};

static const struct kdd_scan_path *
find_path(const char *name)
{
	const struct kdd_scan_path *path;
	size_t n = kdd_scan_paths(&path);

	for (size_t i = 0; i < n; i++)
		if (strcmp(path[i].name, name) == 0)
			return &path[i];
	errx(2, "no such path here: %s", name);
}

static void
list_paths(void)
{
	const struct kdd_scan_path *path;
	size_t n = kdd_scan_paths(&path);

	for (size_t i = 0; i < n; i++)
		puts(path[i].name);
}

static void
count_rows(struct bench *b, const struct kdd_row *row, size_t n)
{
	uint64_t rows = 0, fields = 0;

	for (size_t i = 0; i < n; i++)
		if (row[i].form == KDD_FORM_OK) {
			rows++;
			fields += row[i].nfields;
		}
	b->rows += rows;
	b->fields += fields;
}

static bool
on_positions(void *arg, struct kdd_row *row, size_t n)
{
	struct job *job = arg;

	count_rows(&job->bench, row, n);
	return true;
}

static bool
feed_reader(void *arg, const char *p, size_t n)
{
	struct job *job = arg;

	return kdd_reader_feed(job->reader, p, n) == 1;
}

static void
time_positions(struct job *job, const struct kdd_schema *s,
    const struct kdd_scan_path *path)
{
	struct kdd_layout layout = { .delimiter = s->delimiter, .quote = '"',
	    .min = 1, .max = KDD_COLUMNS_MAX };

	if (s->form == KDD_ZEEK) {
		layout.quote = '\0';
		layout.comment = '#';
	} else if (s->form == KDD_JSON) {
		layout.quote = '\0';
		layout.delimiter = '\n';
	}
	job->reader = kdd_reader_new(&layout, path, on_positions, job);
	if (job->reader == NULL)
		err(1, "reader");
	bench_feed(&job->bench, feed_reader, job);
	if (kdd_reader_finish(job->reader) != 1)
		err(1, "%s", job->bench.path);
	kdd_reader_free(job->reader);
}

/* With copies of t's pointers, which no store can change. */
static void
take_row(const struct bench_sums *t, const struct kdd_row *row)
{
	uint32_t n = t->schema->ncolumns;
	const bool *is_number = t->is_number;
	uint64_t *count = t->count, *hash = t->hash;
	double *sum = t->sum, v;

	for (uint32_t c = 0; c < n; c++) {
		struct kdd_span f = kdd_row_column(row, c);

		if (!is_number[c]) {
			if (f.n == 0)
				continue;
			hash[c] += kdd_mix_bytes(0, f.p, f.n);
		} else {
			if (kdd_num_parse(f.p, f.n, &v) == -1)
				continue;
			sum[c] += v;
		}
		count[c]++;
	}
}

static bool
on_fields(void *arg, const struct kdd_row *row, size_t n)
{
	struct job *job = arg;

	count_rows(&job->bench, row, n);
	for (size_t i = 0; i < n; i++)
		if (row[i].form == KDD_FORM_OK)
			take_row(&job->sums, &row[i]);
	return true;
}

static bool
feed_source(void *arg, const char *p, size_t n)
{
	struct job *job = arg;
	struct kdd_error e;

	if (kdd_source_feed(job->source, p, n, &e) == -1)
		errx(1, "%s:%zu: %s", job->bench.path, e.line, e.what);
	return true;
}

static void
time_fields(struct job *job, struct kdd_schema *s,
    const struct kdd_scan_path *path)
{
	struct kdd_error e;

	job->source = kdd_source_new(&(struct kdd_source_options){
	    .form = s->form, .schema = s, .path = path },
	    &(struct kdd_source_hooks){ .on_rows = on_fields, .arg = job });
	if (job->source == NULL)
		err(1, "source");
	bench_feed(&job->bench, feed_source, job);
	if (kdd_source_finish(job->source, &e) == -1)
		errx(1, "%s:%zu: %s", job->bench.path, e.line, e.what);
	kdd_source_free(job->source);
}

static _Noreturn void
usage(void)
{
	errx(2, "usage: ours -l | [-m] [-p path] [-c sums] -s schema "
	    "-w positions|fields file");
}

int
main(int argc, char *argv[])
{
	struct job job = { .bench = { .block = BLOCK } };
	const char *sums = NULL, *schema = NULL, *what = "";
	const struct kdd_scan_path *path = NULL;
	struct kdd_schema s;
	int ch;

	while ((ch = getopt(argc, argv, "c:lmp:s:w:")) != -1)
		switch (ch) {
		case 'c': sums = optarg; break;
		case 'l': list_paths(); return 0;
		case 'm': job.bench.memory = true; break;
		case 'p': path = find_path(optarg); break;
		case 's': schema = optarg; break;
		case 'w': what = optarg; break;
		default: usage();
		}
	if (schema == NULL || optind + 1 != argc)
		usage();
	job.bench.path = argv[optind];
	if (job.bench.memory)
		job.bench.block = 0;
	bench_schema_load(&s, schema);
	bench_sums_init(&job.sums, &s);
	if (strcmp(what, "positions") == 0)
		time_positions(&job, &s, path);
	else if (strcmp(what, "fields") == 0)
		time_fields(&job, &s, path);
	else
		usage();
	bench_report(&job.bench, 0);
	if (sums != NULL)
		bench_sums_write(&job.sums, sums);
	bench_sums_release(&job.sums);
	kdd_schema_release(&s);
	return 0;
}
