/* The options of judge.h. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "judge.h"

static void
set_format(struct judge *j, const char *arg)
{
	j->alert_form.eve = strcmp(arg, "eve") == 0;
	j->json = j->alert_form.eve || strcmp(arg, "json") == 0;
	if (!j->json && strcmp(arg, "csv") != 0)
		cli_bad_usage("-f %s: not csv, json or eve", arg);
}

static void
set_now(struct judge *j, const char *arg)
{
	struct kdd_span text = { arg, strlen(arg) };

	if (kdd_moment_read(j->alert_form.now, text) == -1)
		cli_bad_usage("--now %s: neither seconds since the epoch nor "
		    "a time as 2026-11-29T05:06:10Z", arg);
	j->now_is_set = true;
}

/* One more model, to be loaded; what it alerts of reaches the threshold. */
static void
add(struct judge *j, const char *path)
{
	j->model = realloc(j->model, (j->n + 1) * sizeof(*j->model));
	if (j->model == NULL)
		cli_fail("%s", strerror(ENOMEM));
	j->model[j->n++] = (struct judge_model){ .path = path,
	    .threshold = j->threshold };
	j->unused = false;
}

bool
judge_option(struct judge *j, int ch)
{
	switch (ch) {
	case 'a': j->all = true; break;
	case 'f': set_format(j, optarg); break;
	case 'm': add(j, optarg); break;
	case 'T':
		j->threshold = cli_num("-T", optarg, 0, 1);
		j->unused = true;
		break;
	case JUDGE_COLUMNS: j->columns = optarg; break;
	case JUDGE_NOW: set_now(j, optarg); break;
	case JUDGE_STRICT: j->strict = true; break;
	default: return false;
	}
	return true;
}

void
judge_check_options(const struct judge *j)
{
	if (j->n == 0)
		cli_bad_usage("no model: -m FILE says what to look for");
	if (j->columns != NULL && !j->json)
		cli_bad_usage("--columns has no effect without -f json or eve");
	if (j->unused)
		cli_bad_usage("-T after the last -m has no effect: it is for "
		    "the models behind it");
}
