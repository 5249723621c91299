/* Community IDs as the reference implementation, pycommunityid, has them. */
#include <arpa/inet.h>
#include <string.h>

#include "community.h"
#include "tap.h"

static const struct {
	const char *src, *dest;
	uint8_t proto;
	bool has_ports;
	uint16_t sport, dport;
	const char *id;
	bool both;		/* the other direction has the same */
} known[] = {
	{ "128.232.110.120", "66.35.250.204", 6, true, 34855, 80,
	    "1:LQU9qZlK+B5F3KDmev6m5PMibrg=", true },
	{ "192.168.1.52", "8.8.8.8", 17, true, 54585, 53,
	    "1:d/FP5EW3wiY1vCndhwleRRKHowQ=", true },
	{ "192.168.170.8", "192.168.170.56", 132, true, 7, 80,
	    "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=", true },
	{ "192.168.0.89", "192.168.0.1", 1, true, 8, 0,
	    "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=", false },
	{ "fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 58, true,
	    135, 0, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=", false },
	/* an answer; unreachable, which none answers; GRE, without ports */
	{ "192.168.0.1", "192.168.0.89", 1, true, 0, 0,
	    "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=", false },
	{ "192.168.0.89", "192.168.0.1", 1, true, 3, 1,
	    "1:LXCfhMUFbYXe+CEMrQuZCbiLY3o=", false },
	{ "192.168.0.1", "192.168.0.89", 1, true, 3, 1,
	    "1:o3zT92uTgnRWv/YrDVeXcWumpC4=", false },
	{ "10.0.0.9", "10.0.0.1", 47, false, 0, 0,
	    "1:SapCeQDx496z5gW0IxiML5v2lEE=", true },
};

static void
set(struct kdd_flow *f, size_t i)
{
	int family = strchr(known[i].src, ':') != NULL ? AF_INET6 : AF_INET;

	*f = (struct kdd_flow){ .bytes = family == AF_INET6 ? 16 : 4,
	    .proto = known[i].proto, .has_ports = known[i].has_ports,
	    .sport = known[i].sport, .dport = known[i].dport };
	inet_pton(family, known[i].src, f->src);
	inet_pton(family, known[i].dest, f->dest);
}

int
main(void)
{
	char id[KDD_COMMUNITY_SIZE];
	struct kdd_flow f, back;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		set(&f, i);
		kdd_community_id(id, &f);
		ok(strcmp(id, known[i].id) == 0, "%s", id);
		if (!known[i].both)
			continue;
		back = f;
		memcpy(back.src, f.dest, sizeof(f.dest));
		memcpy(back.dest, f.src, sizeof(f.src));
		back.sport = f.dport;
		back.dport = f.sport;
		kdd_community_id(id, &back);
		ok(strcmp(id, known[i].id) == 0, "and the way back");
	}
	return tap_done();
}
