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

/*
 * What the control group leaves, of version 2 or 1: files are named in dir,
 * which is the group's, with what can be taken back of memory.stat.
 */
static uint64_t
group_room(const char *dir, const char *max, const char *used,
    const char *cache)
{
	char path[4096];
	uint64_t m, u, c;

	snprintf(path, sizeof(path), "%s/%s", dir, max);
	m = read_number(path, "");
	snprintf(path, sizeof(path), "%s/%s", dir, used);
	u = read_number(path, "");
	snprintf(path, sizeof(path), "%s/memory.stat", dir);
	c = read_number(path, cache);
	if (m == UINT64_MAX || u == UINT64_MAX)
		return UINT64_MAX;
	u -= c < u ? c : 0;
	return u < m ? m - u : 0;
}

/* The least room of the groups that we are in, by /proc/self/cgroup. */
static uint64_t
groups_room(void)
{
	char line[3000], dir[4000];
	uint64_t room = UINT64_MAX;
	FILE *f = fopen("/proc/self/cgroup", "re");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		char *path = strchr(line, '/');

		line[strcspn(line, "\n")] = '\0';
		if (path == NULL)
			continue;
		snprintf(dir, sizeof(dir), "/sys/fs/cgroup%s%s",
		    strstr(line, ":memory:") != NULL ? "/memory" : "", path);
		room = least(room, group_room(dir, "memory.max",
		    "memory.current", "inactive_file "));
		room = least(room, group_room(dir, "memory.limit_in_bytes",
		    "memory.usage_in_bytes", "total_inactive_file "));
	}
	if (f != NULL)
		fclose(f);
	/* in a container the path is the host's, and the root is ours */
	return least(room, group_room("/sys/fs/cgroup", "memory.max",
	    "memory.current", "inactive_file "));
}

uint64_t
memory_room(void)
{
	uint64_t own = UINT64_MAX, kib, room;
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
	room = least(room, sum(own, groups_room()));
	if (getrlimit(RLIMIT_AS, &limit) == 0 &&
	    limit.rlim_cur != RLIM_INFINITY)
		room = least(room, limit.rlim_cur);
	return room;
}
