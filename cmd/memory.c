#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The number behind a word of a file ("": the first), or UINT64_MAX. */
static uint64_t
read_number(const char *path, const char *word)
{
	uint64_t v = UINT64_MAX;
	char line[256];
	FILE *f = fopen(path, "re");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		size_t n = strlen(word);
		char *end;

		if (strncmp(line, word, n) != 0)
			continue;
		v = strtoull(line + n, &end, 10);
		if (end == line + n)	/* "max": no limit */
			v = UINT64_MAX;
		break;
	}
	if (f != NULL)
		fclose(f);
	return v;
}

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* a + b, where either may be UINT64_MAX for unknown. */
static uint64_t
sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

uint64_t
memory_room(void)
{
	uint64_t own = UINT64_MAX, kib, room, used, max;
	struct rlimit limit;
	unsigned long pages;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f != NULL) {
		if (fscanf(f, "%*u %lu", &pages) == 1)
			own = pages * (uint64_t)sysconf(_SC_PAGESIZE);
		fclose(f);
	}
	kib = read_number("/proc/meminfo", "MemAvailable:");
	room = kib > UINT64_MAX / 1024 ? UINT64_MAX : sum(own, kib * 1024);
	max = read_number("/sys/fs/cgroup/memory.max", "");
	used = read_number("/sys/fs/cgroup/memory.current", "");
	if (max < UINT64_MAX && used < max)
		room = least(room, sum(own, max - used));
	if (getrlimit(RLIMIT_AS, &limit) == 0 &&
	    limit.rlim_cur != RLIM_INFINITY)
		room = least(room, limit.rlim_cur);
	return room;
}
