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
#include "emit_c.h"
#include "emit_rules.h"
#include "load.h"

extern char **environ;

const char cli_usage[] = "[-hV] [-f c|rules|so] [-o file] model";
const char cli_help[] =
    "  -f, --format=FORMAT   c (default); rules: a line for each leaf; or "
    "so: a\n"
    "                        shared object for kdd-classify -m\n"
    "  -o, --output=FILE     needed for so; else the default is stdout\n"
    "  -h, --help\n"
    "  -V, --version\n"
    "\n"
    "so runs the C compiler: $CC, else cc.\n";

static const struct option options[] = {
	{ "format", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "output", required_argument, NULL, 'o' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

enum format { C, RULES, SO };

static enum format
format_of(const char *s)
{
	static const char *const names[] = { "c", "rules", "so" };

	for (int i = C; i <= SO; i++)
		if (strcmp(s, names[i]) == 0)
			return (enum format)i;
	cli_bad_usage("-f %s: not c, rules or so", s);
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

static void
compile(const struct kdd_buf *source, struct kdd_buf *object)
{
	struct cli_out file;

	work_make();
	cli_out_open_log(&file, work.source);
	kdd_buf_add(&file.buf, source->p, source->n);
	cli_out_close(&file);
	run_compiler();
	cli_slurp(object, work.object, SIZE_MAX);
}

static void
emit(struct kdd_buf *text, const struct loaded *in, enum format format)
{
	if (format == RULES)
		kdd_emit_rules(text, &in->model);
	else
		kdd_emit_c(text, &in->model, format == SO ? &in->text : NULL);
	if (text->failed)
		cli_fail("%s", strerror(ENOMEM));
}

int
main(int argc, char *argv[])
{
	struct kdd_buf text = KDD_BUF_INIT, object = KDD_BUF_INIT;
	const char *output = NULL;
	enum format format = C;
	struct loaded in;
	struct cli_out out;
	bool so;
	int ch;

	cli_start(argv);
	while ((ch = getopt_long(argc, argv, "f:ho:V", options, NULL)) != -1)
		switch (ch) {
		case 'f': format = format_of(optarg); break;
		case 'o': output = optarg; break;
		default: cli_common(ch);
		}
	so = format == SO;
	if (argc - optind != 1)
		cli_bad_usage("one model is needed, %d given", argc - optind);
	if (so && !load_is_so(output))
		cli_bad_usage("-f so needs -o FILE, with a name that ends in "
		    ".so");
	cli_keep_apart("-o", output, argv[optind]);
	load_model(&in, argv[optind]);
	emit(&text, &in, format);
	cli_catch_stop();	/* from here on there are files to remove */
	if (so)
		compile(&text, &object);
	cli_out_open(&out, output);
	kdd_buf_add(&out.buf, so ? object.p : text.p,
	    so ? object.n : text.n);
	cli_out_close(&out);
	kdd_buf_release(&text);
	kdd_buf_release(&object);
	load_release(&in);
	cli_exit(CLI_OK);
}
