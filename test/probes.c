/*
 * probes - the probes of a model as rows that kdd-classify reads
 *
 *	probes model.kdt	(build it against libkdd.a)
 *
 * All columns of the model in its order, in its delimiter, under a header
 * if its rows have one; a label is empty, a number is as short as reads back.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "probe.h"

static void
put_text(const char *s, char delimiter)
{
	if (strchr(s, delimiter) == NULL && strchr(s, '"') == NULL) {
		fputs(s, stdout);
		return;
	}
	putchar('"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			putchar('"');
		putchar(*s);
	}
	putchar('"');
}

static void
put_number(double v)
{
	char text[KDD_NUM_MAX];

	if (isinf(v))
		fputs(v > 0 ? "inf" : "-inf", stdout);
	else if (!isnan(v))
		fwrite(text, 1, kdd_num_print(text, v), stdout);
}

static bool
on_probe(void *arg, const double *number, const char *const *category)
{
	const struct kdd_schema *s = arg;

	for (uint32_t c = 0; c < s->ncolumns; c++) {
		if (c > 0)
			putchar(s->delimiter);
		if (category[c] != NULL)
			put_text(category[c], s->delimiter);
		else
			put_number(number[c]);
	}
	putchar('\n');
	return true;
}

static void
put_header(const struct kdd_schema *s)
{
	for (uint32_t c = 0; c < s->ncolumns; c++) {
		if (c > 0)
			putchar(s->delimiter);
		put_text(kdd_schema_from(s, c), s->delimiter);
	}
	putchar('\n');
}

int
main(int argc, char *argv[])
{
	struct kdd_buf text = KDD_BUF_INIT;
	struct kdd_model m;
	struct kdd_error e;
	FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t n = 1;
	char *to;
	int rc;

	while (f != NULL && n > 0 &&
	    (to = kdd_buf_room(&text, 65536)) != NULL)
		text.n += n = fread(to, 1, 65536, f);
	if (f == NULL || kdd_model_read(&m, text.p, text.n, &e) == -1) {
		fprintf(stderr, "probes: no model\n");
		return 1;
	}
	if (m.schema.form == KDD_HEADER)
		put_header(&m.schema);
	rc = kdd_probe_each(&m, on_probe, &m.schema);
	kdd_model_release(&m);
	kdd_buf_release(&text);
	fclose(f);
	return rc == -1 || fflush(stdout) == EOF;
}
