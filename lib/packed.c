#include "packed.h"

#include <stdbool.h>
#include <string.h>

#define UNPACK(name, cat) "this is compressed by " name "; unpack it first: " \
    cat " FILE | ..."

static bool
starts(const char *p, size_t n, const char *mark, size_t nmark)
{
	return n >= nmark && memcmp(p, mark, nmark) == 0;
}

/* BZh, the size of its blocks as a digit, and the mark of the first. */
static bool
is_bzip2(const char *p, size_t n)
{
	return starts(p, n, "BZh", 3) && n >= 10 && p[3] >= '1' &&
	    p[3] <= '9' && memcmp(p + 4, "1AY&SY", 6) == 0;
}

const char *
kdd_packed(const char *p, size_t n)
{
	if (starts(p, n, "\x1f\x8b", 2))
		return UNPACK("gzip", "zcat");
	if (starts(p, n, "\xfd" "7zXZ\0", 6))
		return UNPACK("xz", "xzcat");
	if (starts(p, n, "\x28\xb5\x2f\xfd", 4))
		return UNPACK("zstd", "zstdcat");
	return is_bzip2(p, n) ? UNPACK("bzip2", "bzcat") : NULL;
}
