#include "costs.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

void
costs_load(struct kdd_cost *cost, const char *name)
{
	struct kdd_buf b = KDD_BUF_INIT;
	struct kdd_error e;

	if (strcmp(name, "kdd99") == 0) {
		if (kdd_cost_kdd99(cost, &e) == -1)
			cli_fail("%s", e.what);
		return;
	}
	if (access(name, R_OK) == -1)
		cli_fail("%s: %s (the cost matrix is kdd99 or a file)", name,
		    strerror(errno));
	cli_slurp(&b, name, 1 << 20);
	if (kdd_cost_parse(cost, b.p != NULL ? b.p : "", b.n, &e) == -1)
		cli_fail_at(name, "", &e);
	kdd_buf_release(&b);
}
