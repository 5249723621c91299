#include "load.h"

#include <string.h>

#include "cli.h"

void
load_model(struct loaded *l, const char *path)
{
	size_t n = strlen(path);
	struct kdd_error e;

	memset(l, 0, sizeof(*l));
	if (n > 3 && strcmp(path + n - 3, ".so") == 0) {
		if (kdd_so_open(&l->so, path, &l->text, &e) == -1)
			cli_fail("%s: %s", path, e.what);
	} else {
		cli_slurp(&l->text, path, KDD_MODEL_SIZE_MAX);
	}
	if (l->text.failed)
		cli_fail("%s: out of memory", path);
	if (kdd_model_read(&l->model, l->text.p, l->text.n, &e) == 0)
		return;
	if (e.line > 0)
		cli_fail("%s:%zu: model refused: %s", path, e.line, e.what);
	cli_fail("%s: model refused: %s", path, e.what);
}

void
load_release(struct loaded *l)
{
	kdd_model_release(&l->model);
	kdd_buf_release(&l->text);
	kdd_so_close(&l->so);
}
