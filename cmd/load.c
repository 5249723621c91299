#include "load.h"

#include <string.h>

#include "cli.h"

bool
load_is_so(const char *path)
{
	size_t n = path != NULL ? strlen(path) : 0;

	return n > 3 && strcmp(path + n - 3, ".so") == 0;
}

/* A model that says so in e is refused; the words come before what is wrong. */
static int
refuse(struct kdd_error *e)
{
	struct kdd_error why = *e;

	return kdd_error_set(e, why.line, "model refused: %s", why.what);
}

static int
load(struct loaded *l, struct kdd_error *e)
{
	if (load_is_so(l->path)) {
		if (kdd_so_open(&l->so, l->path, &l->text, e) == -1)
			return -1;
	} else if (cli_read_whole(&l->text, l->path, KDD_MODEL_SIZE_MAX,
	    e) == -1) {
		return -1;
	}
	if (l->text.failed)
		return kdd_error_set(e, 0, "out of memory");
	if (kdd_model_read(&l->model, l->text.p, l->text.n, e) == -1 ||
	    (l->so.compiled != NULL &&
	    kdd_so_check(&l->so, &l->model, e) == -1))
		return refuse(e);
	return 0;
}

int
load_try(struct loaded *l, const char *path, struct kdd_error *e)
{
	memset(l, 0, sizeof(*l));
	l->path = path;
	kdd_model_init(&l->model);
	if (load(l, e) == 0)
		return 0;
	load_release(l);
	return -1;
}

void
load_model(struct loaded *l, const char *path)
{
	struct kdd_error e;

	if (load_try(l, path, &e) == -1)
		cli_fail_at(path, "", &e);
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
