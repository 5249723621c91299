#include "load.h"

#include <string.h>

#include "cli.h"

bool
load_is_so(const char *path)
{
	size_t n = path != NULL ? strlen(path) : 0;

	return n > 3 && strcmp(path + n - 3, ".so") == 0;
}

void
load_model(struct loaded *l, const char *path)
{
	struct kdd_error e;

	memset(l, 0, sizeof(*l));
	l->path = path;
	if (load_is_so(path)) {
		if (kdd_so_open(&l->so, path, &l->text, &e) == -1)
			cli_fail("%s: %s", path, e.what);
	} else {
		cli_slurp(&l->text, path, KDD_MODEL_SIZE_MAX);
	}
	if (l->text.failed)
		cli_fail("%s: out of memory", path);
	if (kdd_model_read(&l->model, l->text.p, l->text.n, &e) == -1)
		cli_fail_at(path, "model refused: ", &e);
	if (l->so.compiled != NULL &&
	    kdd_so_check(&l->so, &l->model, &e) == -1)
		cli_fail_at(path, "model refused: ", &e);
}

void
load_check_fit(const struct loaded *a, const struct loaded *b)
{
	if (strcmp(a->model.name, b->model.name) == 0)
		cli_fail("%s and %s are both named \"%s\": train one with "
		    "another --name", a->path, b->path, b->model.name);
	if (!kdd_schema_same_form(&a->model.schema, &b->model.schema))
		cli_fail("%s and %s are for rows of different columns",
		    a->path, b->path);
}

void
load_release(struct loaded *l)
{
	kdd_model_release(&l->model);
	kdd_buf_release(&l->text);
	kdd_so_close(&l->so);
}
