/*
 * kdd-compile - a model in another form
 *
 * See kdd-compile(1).
 */
#include <errno.h>
#include <getopt.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "emit_awk.h"
#include "emit_c.h"
#include "emit_dot.h"
#include "emit_info.h"
#include "emit_json.h"
#include "emit_rules.h"
#include "emit_sql.h"
#include "load.h"
#include "proof.h"

extern char **environ;

const char cli_usage[] = "[-hV] [-f awk|c|dot|h|info|json|rules|so|sql] "
    "[-o file] model";
const char cli_help[] =
    "  -f, --format=FORMAT   the default is c\n"
    "  -o, --output=FILE     needed for so; else the default is stdout\n"
    "  -h, --help\n"
    "  -V, --version\n"
    "\n"
    "Formats:\n"
    "  awk    a program that writes what kdd-classify does\n"
    "  c      one file of C99, also C++, proved before it is written\n"
    "  dot    a picture, for Graphviz\n"
    "  h      the header of c\n"
    "  info   a page about the model\n"
    "  json   all of the model, for other programs\n"
    "  rules  a line for each leaf\n"
    "  so     a shared object for kdd-classify -m, proved likewise\n"
    "  sql    a query, for PostgreSQL, DuckDB and SQLite\n"
    "\n"
    "c and so run the C compiler: $CC, else cc.\n";

static const struct option options[] = {
	{ "format", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "output", required_argument, NULL, 'o' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static const struct format {
	const char	*name;
	void	(*emit)(struct kdd_buf *b, const struct kdd_model *m);
	/* Can the model be said in that form?  NULL: any can. */
	int	(*check)(const struct kdd_model *m, struct kdd_error *e);
	bool	 with_text;	/* emit is NULL: C, with the model's text? */
} formats[] = {
	{ .name = "awk", kdd_emit_awk, kdd_emit_awk_check },
	{ .name = "c" },
	{ .name = "dot", kdd_emit_dot },
	{ .name = "h", kdd_emit_h },
	{ .name = "info", kdd_emit_info },
	{ .name = "json", kdd_emit_json, kdd_emit_json_check },
	{ .name = "rules", kdd_emit_rules },
	{ .name = "so", .with_text = true },
	{ .name = "sql", kdd_emit_sql, kdd_emit_sql_check },
};

#define NFORMATS (sizeof(formats) / sizeof(*formats))

static const struct format *
format_of(const char *s)
{
	struct kdd_buf b = KDD_BUF_INIT;

	for (size_t i = 0; i < NFORMATS; i++)
		if (strcmp(s, formats[i].name) == 0)
			return &formats[i];
	for (size_t i = 0; i < NFORMATS; i++)
		kdd_buf_printf(&b, "%s%s", i == 0 ? "" : i == NFORMATS - 1 ?
		    " or " : ", ", formats[i].name);
	cli_bad_usage("-f %s: not %.*s", s, (int)b.n, b.p);
}

/* A private directory for the compiler's input and output. */
static struct work {
	char	*dir, *source, *object;
} work;

static void
work_remove(void)
{
	unlink(work.source);
	unlink(work.object);
	rmdir(work.dir);
}

static void
work_make(void)
{
	const char *tmp = getenv("TMPDIR");

	if (tmp == NULL || *tmp == '\0')
		tmp = "/tmp";
	if (asprintf(&work.dir, "%s/kdd-compile.XXXXXX", tmp) == -1 ||
	    asprintf(&work.source, "%s/model.c", work.dir) == -1 ||
	    asprintf(&work.object, "%s/model.so", work.dir) == -1)
		cli_fail("%s", strerror(ENOMEM));
	if (mkdtemp(work.dir) == NULL)
		cli_fail("%s: %s", work.dir, strerror(errno));
	memcpy(work.source, work.dir, strlen(work.dir));
	memcpy(work.object, work.dir, strlen(work.dir));
	cli_at_exit(work_remove);
}

/* Run the compiler, by the shell since CC may hold options. */
static void
run_compiler(void)
{
	/* posix_spawn does not write to them */
	char *argv[] = { (char *)"sh", (char *)"-c",
	    (char *)"exec ${CC:-cc} -std=c99 -O2 -shared -fPIC -o \"$1\" "
	    "\"$2\"", (char *)cli_name(), work.object, work.source, NULL };
	int e, status = -1;
	pid_t pid;

	if ((e = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ)) != 0)
		cli_fail("%s: %s", argv[0], strerror(e));
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (cli_stop() != 0)
		cli_exit(CLI_FAIL);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		cli_fail("the C compiler, %s, could not be run: install it, or "
		    "name another in CC", getenv("CC") ? getenv("CC") : "cc");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		cli_fail("the C compiler could not compile the model");
}

/* Compile, and ask what came of it about each probe. */
static void
compile(const struct kdd_buf *source, const struct kdd_model *m)
{
	struct cli_out file;
	struct kdd_error e;

	work_make();
	cli_out_open_log(&file, work.source);
	kdd_buf_add(&file.buf, source->p, source->n);
	cli_out_close(&file);
	run_compiler();
	if (kdd_proof(m, work.object, &e) == -1)
		cli_fail("the compiled model is not the model: %s; nothing "
		    "was written", e.what);
}

/* What is to be written, into text. */
static void
emit(struct kdd_buf *text, const struct loaded *in, const struct format *f)
{
	struct kdd_error e;

	if (f->check != NULL && f->check(&in->model, &e) == -1)
		cli_fail("%s: -f %s: %s", in->path, f->name, e.what);
	if (f->emit != NULL)
		f->emit(text, &in->model);
	else
		kdd_emit_c(text, &in->model, f->with_text ? &in->text : NULL);
	if (text->failed)
		cli_fail("%s", strerror(ENOMEM));
	if (f->emit != NULL)
		return;
	cli_catch_stop();	/* from here on there are files to remove */
	compile(text, &in->model);
	if (f->with_text) {
		text->n = 0;
		cli_slurp(text, work.object, SIZE_MAX);
	}
}

int
main(int argc, char *argv[])
{
	const struct format *format = format_of("c");
	struct kdd_buf text = KDD_BUF_INIT;
	const char *output = NULL;
	struct loaded in;
	struct cli_out out;
	int ch;

	cli_start(argv);
	while ((ch = getopt_long(argc, argv, "f:ho:V", options, NULL)) != -1)
		switch (ch) {
		case 'f': format = format_of(optarg); break;
		case 'o': output = optarg; break;
		default: cli_common(ch);
		}
	if (argc - optind != 1)
		cli_bad_usage("one model is needed, %d given", argc - optind);
	if (format->with_text && !load_is_so(output))
		cli_bad_usage("-f so needs -o FILE, with a name that ends in "
		    ".so");
	cli_keep_apart("-o", output, argv[optind]);
	load_model(&in, argv[optind]);
	emit(&text, &in, format);
	cli_out_open(&out, output);
	kdd_buf_add(&out.buf, text.p, text.n);
	cli_out_close(&out);
	kdd_buf_release(&text);
	load_release(&in);
	cli_exit(CLI_OK);
}
