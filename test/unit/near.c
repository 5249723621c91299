/* near: which names are near to what was asked for. */
#include "near.h"

#include <string.h>

#include "tap.h"

/* Of the names, with blanks between, the hint names this one; NULL: none. */
static void
is_near(const char *asked, const char *names, const char *want)
{
	char copy[200], hint[200] = "";
	struct kdd_near n;

	snprintf(copy, sizeof(copy), "%s", names);
	if (want != NULL)
		snprintf(hint, sizeof(hint), " (did you mean \"%s\"?)", want);
	kdd_near_init(&n, asked);
	for (char *s = strtok(copy, " "); s != NULL; s = strtok(NULL, " "))
		kdd_near_try(&n, s);
	if (!ok(strcmp(n.hint, hint) == 0, "%s of %s", asked, names))
		note("is \"%s\", not \"%s\"", n.hint, hint);
}

int
main(void)
{
	char longest[66], longer[66];

	is_near("dso", "normal dos", "dos");
	is_near("duratoin", "duration", "duration");
	is_near("servic", "service", "service");
	is_near("sservice", "service", "service");
	is_near("servixe", "service", "service");
	is_near("sevrixe", "service", "service");
	is_near("sevrixes", "service", NULL);
	is_near("srv_count", "count", NULL);
	is_near("LABEL", "table Label", "Label");
	is_near("countt", "counts count coun", "counts");
	is_near("countt", "coun count counts", "count");
	is_near("dos", "r2l u2r", NULL);
	is_near("dox", "dos box", "dos");
	is_near("doxy", "dos", NULL);
	is_near("ab", "ac", NULL);
	is_near("ab", "AB", "AB");
	is_near("x", "", NULL);
	is_near("", "a", NULL);
	memset(longest, 'a', sizeof(longest));
	longest[64] = longer[65] = '\0';
	memset(longer, 'a', 65);
	is_near(longest, longest, longest);
	is_near(longest, longer, NULL);
	is_near(longer, longest, NULL);
	return tap_done();
}
