/*
 * community - the Community ID of a connection, version 1, seed 0
 *
 * A hash of addresses, protocol and ports, the same in both directions, by
 * which the records of Zeek, Suricata and others find each other.
 * https://github.com/corelight/community-id-spec
 */
#ifndef KDD_COMMUNITY_H
#define KDD_COMMUNITY_H

#include <stdbool.h>
#include <stdint.h>

#define KDD_ICMP	1
#define KDD_ICMP6	58

struct kdd_flow {
	uint8_t	 src[16], dest[16];	/* in network order */
	uint32_t bytes;			/* of each: 4 or 16 */
	uint8_t	 proto;			/* as in IP's header */
	bool	 has_ports;		/* TCP, UDP, SCTP, and of ICMP: */
	uint16_t sport, dport;		/* its type and code */
};

#define KDD_COMMUNITY_SIZE 31		/* "1:", 28 characters and a NUL */

void	kdd_community_id(char to[KDD_COMMUNITY_SIZE],
	    const struct kdd_flow *f);

#endif
