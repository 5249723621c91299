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
#include "load.h"

extern char **environ;

const char cli_usage[] = "[-hV] [-f c|so] [-o file] model";
const char cli_help[] =
    "  -f, --format=FORMAT   c (default), or so: a shared object for "
    "kdd-classify -m\n"
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

/* A private directory for the compiler's input and output. */
struct work {
	char	dir[64], source[80], object[80];
};

static void
work_remove(const struct work *w)
{
	unlink(w->source);
	unlink(w->object);
	rmdir(w->dir);
}

static void
work_make(struct work *w)
{
	const char *tmp = getenv("TMPDIR");

	if (tmp == NULL || strlen(tmp) > 32)
		tmp = "/tmp";
	snprintf(w->dir, sizeof(w->dir), "%s/kdd-compile.XXXXXX", tmp);
	if (mkdtemp(w->dir) == NULL)
		cli_fail("%s: %s", w->dir, strerror(errno));
	snprintf(w->source, sizeof(w->source), "%s/model.c", w->dir);
	snprintf(w->object, sizeof(w->object), "%s/model.so", w->dir);
}

/* Run the compiler; false if it could not or would not. */
static bool
run_compiler(const struct work *w)
{
	const char *cc = getenv("CC");
	/* posix_spawn does not write to them */
	char *argv[] = { (char *)(cc != NULL && *cc != '\0' ? cc : "cc"),
	    (char *)"-std=c99", (char *)"-O2", (char *)"-shared",
	    (char *)"-fPIC", (char *)"-o", (char *)w->object,
	    (char *)w->source, NULL };
	int e, status;
	pid_t pid;

	if ((e = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ)) != 0) {
		cli_warn("%s: %s: a C compiler makes the shared object; "
		    "install one, or name it in CC", argv[0], strerror(e));
		return false;
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return false;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	cli_warn("%s could not compile the model", argv[0]);
	return false;
}

static void
compile(const struct kdd_buf *source, struct kdd_buf *object)
{
	struct cli_out file;
	struct work w;
	bool ok;

	work_make(&w);
	cli_out_open(&file, w.source);
	kdd_buf_add(&file.buf, source->p, source->n);
	cli_out_close(&file);
	ok = run_compiler(&w);
	if (ok)
		cli_slurp(object, w.object, SIZE_MAX);
	work_remove(&w);
	if (!ok)
		exit(CLI_FAIL);
}

int
main(int argc, char *argv[])
{
	struct kdd_buf source = KDD_BUF_INIT, object = KDD_BUF_INIT;
	const char *format = "c", *output = NULL;
	struct loaded in;
	struct cli_out out;
	bool so;
	int ch;

	cli_start(argv);
	while ((ch = getopt_long(argc, argv, "f:ho:V", options, NULL)) != -1)
		switch (ch) {
		case 'f': format = optarg; break;
		case 'o': output = optarg; break;
		default: cli_common(ch);
		}
	so = strcmp(format, "so") == 0;
	if (!so && strcmp(format, "c") != 0)
		cli_bad_usage("-f %s: not c or so", format);
	if (argc - optind != 1)
		cli_bad_usage("one model is needed, %d given", argc - optind);
	if (so && output == NULL)
		cli_bad_usage("-f so needs -o FILE");
	load_model(&in, argv[optind]);
	kdd_emit_c(&source, &in.model, so ? &in.text : NULL);
	if (source.failed)
		cli_fail("%s", strerror(ENOMEM));
	if (so)
		compile(&source, &object);
	cli_out_open(&out, output);
	kdd_buf_add(&out.buf, so ? object.p : source.p,
	    so ? object.n : source.n);
	cli_out_close(&out);
	kdd_buf_release(&source);
	kdd_buf_release(&object);
	load_release(&in);
	cli_exit(CLI_OK);
}
