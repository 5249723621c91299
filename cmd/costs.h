/*
 * costs - the cost matrix that an option names
 */
#ifndef KDD_COSTS_H
#define KDD_COSTS_H

#include "cost.h"

/* kdd99, else a file; or exit 1 saying what is wrong with it. */
void	costs_load(struct kdd_cost *cost, const char *name);

#endif
