/*
 * columns - write the schema that the timed programs read a file by
 *
 *	columns kdd99 | header file | zeek file | json zeek-file
 *
 * The columns are those of the header or #fields; json: the same columns as
 * keys.  All fields are to be looked at, so none is ignored: a column is a
 * number if all its values that are not missing read as one, whatever its
 * name says.  Not timed.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "names.h"
#include "num.h"
#include "predict.h"
#include "source.h"

#define BLOCK	((size_t)256 * 1024)

struct job {
	struct kdd_schema schema;
	struct kdd_source *source;
	unsigned char	 numbers[KDD_COLUMNS_MAX];
	unsigned char	 others[KDD_COLUMNS_MAX];
};

static bool
on_rows(void *arg, const struct kdd_row *row, size_t n)
{
	struct job *job = arg;
	double v;

	for (size_t i = 0; i < n; i++)
		for (uint32_t c = 0; row[i].form == KDD_FORM_OK &&
		    c < job->schema.ncolumns; c++) {
			struct kdd_span f = kdd_row_column(&row[i], c);

			if (kdd_num_parse(f.p, f.n, &v) == 0)
				job->numbers[c] = 1;
			else if (!kdd_is_missing(f))
				job->others[c] = 1;
		}
	return true;
}

static bool
feed(void *arg, const char *p, size_t n)
{
	struct job *job = arg;
	struct kdd_error e;

	if (kdd_source_feed(job->source, p, n, &e) == -1)
		errx(1, "line %zu: %s", e.line, e.what);
	return true;
}

/* Take the columns from the file, and their kinds from all its values. */
static void
discover(struct job *job, enum kdd_stream form, const char *path)
{
	struct bench b = { .path = path, .block = BLOCK };
	struct kdd_error e;

	job->schema.form = form;
	job->schema.delimiter = form == KDD_ZEEK ? '\t' : ',';
	job->source = kdd_source_new(&(struct kdd_source_options){
	    .form = form, .schema = &job->schema, .discover = true },
	    &(struct kdd_source_hooks){ .on_rows = on_rows, .arg = job });
	if (job->source == NULL)
		err(1, "columns");
	bench_feed(&b, feed, job);
	if (kdd_source_finish(job->source, &e) == -1)
		errx(1, "%s:%zu: %s", path, e.line, e.what);
	kdd_source_free(job->source);
	for (uint32_t c = 0; c < job->schema.ncolumns; c++) {
		job->schema.column[c].role = KDD_NO_ROLE;
		if (c != job->schema.label)
			job->schema.column[c].kind = job->numbers[c] &&
			    !job->others[c] ? KDD_NUMBER : KDD_CATEGORY;
	}
}

int
main(int argc, char *argv[])
{
	static struct job job;
	const char *form = argc > 1 ? argv[1] : "";
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_schema_init(&job.schema);
	if (argc == 2 && strcmp(form, "kdd99") == 0) {
		if (kdd_schema_kdd99(&job.schema) == -1)
			err(1, "columns");
	} else if (argc == 3 && strcmp(form, "header") == 0) {
		discover(&job, KDD_HEADER, argv[2]);
	} else if (argc == 3 && (strcmp(form, "zeek") == 0 ||
	    strcmp(form, "json") == 0)) {
		discover(&job, KDD_ZEEK, argv[2]);
		if (strcmp(form, "json") == 0)
			job.schema.form = KDD_JSON;
	} else {
		errx(2, "usage: columns kdd99 | header file | zeek file | "
		    "json zeek-file");
	}
	kdd_names_write(&b, &job.schema, NULL, NULL);
	if (b.failed || fwrite(b.p, 1, b.n, stdout) != b.n ||
	    fflush(stdout) == EOF)
		err(1, "stdout");
	kdd_buf_release(&b);
	kdd_schema_release(&job.schema);
	return 0;
}
