#include "so.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int
kdd_so_open(struct kdd_so *so, const char *path, struct kdd_buf *b,
    struct kdd_error *e)
{
	char *full = realpath(path, NULL);	/* dlopen searches bare names */

	*so = (struct kdd_so){ NULL, NULL };
	if (full == NULL)
		return kdd_error_set(e, 0, "%s", strerror(errno));
	so->handle = dlopen(full, RTLD_NOW | RTLD_LOCAL);
	free(full);
	if (so->handle == NULL)
		return kdd_error_set(e, 0, "%s", dlerror());
	so->compiled = dlsym(so->handle, "kdd_compiled");
	if (so->compiled == NULL) {
		kdd_so_close(so);
		return kdd_error_set(e, 0,
		    "not a model compiled by kdd-compile -f so");
	}
	if (so->compiled->version != KDD_COMPILED_VERSION) {
		kdd_error_set(e, 0, "compiled for interface %u; this program "
		    "has interface %d: compile the model again",
		    so->compiled->version, KDD_COMPILED_VERSION);
		kdd_so_close(so);
		return -1;
	}
	for (const char *const *s = so->compiled->text; *s != NULL; s++)
		kdd_buf_puts(b, *s);
	return 0;
}

void
kdd_so_close(struct kdd_so *so)
{
	if (so->handle != NULL)
		dlclose(so->handle);
	*so = (struct kdd_so){ NULL, NULL };
}
