/*
 * guess - what a column's name tells of it
 *
 * Names that Zeek, Suricata, CICFlowMeter, Argus, nfdump and makers of data
 * sets give to the addresses, ports, protocol and time of a connection, and
 * to numbers of rows and flows.  Case, blanks, '_', '-' and '.' do not count,
 * but in the shortest ("sa", "ts").  It is always the whole name.  One table,
 * for kdd-schema and for kdd-train without a schema file.
 */
#ifndef KDD_GUESS_H
#define KDD_GUESS_H

#include <stdbool.h>

#include "schema.h"

struct kdd_guess {
	enum kdd_role	 role;		/* or KDD_NO_ROLE */
	bool		 identifies;	/* it tells one row or host from another
					   and is no feature: an address, a
					   source port, a time, a number of
					   the row or the flow */
};

/* Two columns may get one role: an IPv4 and an IPv6 address, say. */
struct kdd_guess kdd_guess_name(const char *name);

#endif
