#include "so.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Do n entries of that size, from offset on, lie within the file? */
static bool
fits(uint64_t offset, uint64_t n, uint64_t size, uint64_t file)
{
	return offset <= file && n * size <= file - offset;
}

/* Is it a whole ELF file?  The loader would fault on one that is cut. */
static bool
is_whole(int fd)
{
	ElfW(Ehdr) eh;
	ElfW(Phdr) ph;
	struct stat st;
	uint64_t size;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) ||
	    pread(fd, &eh, sizeof(eh), 0) != (ssize_t)sizeof(eh) ||
	    memcmp(eh.e_ident, ELFMAG, SELFMAG) != 0)
		return false;
	size = (uint64_t)st.st_size;
	if (eh.e_phentsize != sizeof(ph) ||
	    !fits(eh.e_phoff, eh.e_phnum, sizeof(ph), size) ||
	    !fits(eh.e_shoff, eh.e_shnum, eh.e_shentsize, size))
		return false;
	for (uint64_t i = 0; i < eh.e_phnum; i++)
		if (pread(fd, &ph, sizeof(ph), (off_t)(eh.e_phoff +
		    i * sizeof(ph))) != (ssize_t)sizeof(ph) ||
		    !fits(ph.p_offset, ph.p_filesz, 1, size))
			return false;
	return true;
}

static int
check_file(const char *path, struct kdd_error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool whole;

	if (fd == -1)
		return kdd_error_set(e, 0, "%s", strerror(errno));
	whole = is_whole(fd);
	close(fd);
	return whole ? 0 : kdd_error_set(e, 0,
	    "no shared object, or one that is cut short");
}

/* With KDD_STATIC there is no loader to rely on. */
static void *
load(const char *path, struct kdd_error *e)
{
#ifdef KDD_STATIC
	(void)path;
	kdd_error_set(e, 0, "this program is static and loads no shared "
	    "objects: give it the model as text");
	return NULL;
#else
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (handle == NULL)
		kdd_error_set(e, 0, "%s", dlerror());
	return handle;
#endif
}

int
kdd_so_open(struct kdd_so *so, const char *path, struct kdd_buf *b,
    struct kdd_error *e)
{
	char *full = realpath(path, NULL);	/* dlopen searches bare names */

	*so = (struct kdd_so){ NULL, NULL };
	if (full == NULL)
		return kdd_error_set(e, 0, "%s", strerror(errno));
	if (check_file(full, e) == -1) {
		free(full);
		return -1;
	}
	so->handle = load(full, e);
	free(full);
	if (so->handle == NULL)
		return -1;
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

static bool
same_node(const struct kdd_compiled_node *c, const struct kdd_tree *t,
    uint32_t i)
{
	const struct kdd_node *nd = &t->node[i];

	return c->cut == nd->cut && c->right == nd->right &&
	    c->set == nd->set && c->nset == nd->nset &&
	    c->test == nd->test * 2u + nd->missing_left &&
	    c->column == nd->column && c->label == nd->label;
}

int
kdd_so_check(const struct kdd_so *so, const struct kdd_model *m,
    struct kdd_error *e)
{
	const struct kdd_compiled *c = so->compiled;
	const struct kdd_tree *t = &m->tree;
	bool same = c->n == t->n && c->nset == t->nvalue;

	for (uint32_t i = 0; same && i < t->n; i++)
		same = same_node(&c->node[i], t, i);
	for (uint32_t i = 0; same && i < t->nvalue; i++)
		same = c->set[i] == t->value[i];
	return same ? 0 : kdd_error_set(e, 0,
	    "altered or damaged: its tables are not those of its text");
}

void
kdd_so_close(struct kdd_so *so)
{
	if (so->handle != NULL)
		dlclose(so->handle);
	*so = (struct kdd_so){ NULL, NULL };
}
