/*
 * memory - is there room for what a program is going to need?
 *
 * Better to say so early than to drive the machine into its swap space.
 */
#ifndef KDD_MEMORY_H
#define KDD_MEMORY_H

#include <stdint.h>

/*
 * Bytes that this process may have in all: what it has, and what is free by
 * /proc/meminfo, its control group or ulimit -v, whichever is least.
 * UINT64_MAX where none tells.
 */
uint64_t memory_room(void);

#endif
