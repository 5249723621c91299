#include "community.h"

#include <sha1.h>
#include <string.h>

/* Types of ICMP that answer each other. */
static const uint8_t answers[][3] = {
	{ KDD_ICMP, 0, 8 }, { KDD_ICMP, 9, 10 }, { KDD_ICMP, 13, 14 },
	{ KDD_ICMP, 15, 16 }, { KDD_ICMP, 17, 18 },
	{ KDD_ICMP6, 128, 129 }, { KDD_ICMP6, 130, 131 },
	{ KDD_ICMP6, 133, 134 }, { KDD_ICMP6, 135, 136 },
	{ KDD_ICMP6, 139, 140 }, { KDD_ICMP6, 144, 145 },
};

/*
 * A type of ICMP has, in place of its code, the type that answers it.  False
 * if there is none: then it has one direction only.
 */
static bool
pair_types(struct kdd_flow *f)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		const uint8_t *a = answers[i];

		if (a[0] != f->proto || (a[1] != f->sport && a[2] != f->sport))
			continue;
		f->dport = a[1] == f->sport ? a[2] : a[1];
		return true;
	}
	return false;
}

/* Is the source behind the destination? */
static bool
is_behind(const struct kdd_flow *f)
{
	int order = memcmp(f->src, f->dest, f->bytes);

	return order > 0 || (order == 0 && f->has_ports &&
	    f->sport > f->dport);
}

static void
add_port(SHA1_CTX *hash, uint16_t port)
{
	const uint8_t bytes[2] = { (uint8_t)(port >> 8), (uint8_t)port };

	SHA1Update(hash, bytes, sizeof(bytes));
}

/* Base 64 (RFC 4648) of a digest: 20 bytes, the last two and a zero. */
static void
put_base64(char to[29], const uint8_t digest[SHA1_DIGEST_LENGTH])
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (int i = 0; i < SHA1_DIGEST_LENGTH; i += 3) {
		uint32_t last = i + 2 < SHA1_DIGEST_LENGTH ? digest[i + 2] : 0;
		uint32_t v = (uint32_t)digest[i] << 16 |
		    (uint32_t)digest[i + 1] << 8 | last;

		for (int shift = 18; shift >= 0; shift -= 6)
			*to++ = digit[v >> shift & 63];
	}
	to[-1] = '=';
	*to = '\0';
}

void
kdd_community_id(char to[KDD_COMMUNITY_SIZE], const struct kdd_flow *flow)
{
	struct kdd_flow f = *flow;
	bool is_icmp = f.has_ports &&
	    (f.proto == KDD_ICMP || f.proto == KDD_ICMP6);
	bool turns = !is_icmp || pair_types(&f);
	bool turned = turns && is_behind(&f);
	const uint8_t proto[2] = { f.proto, 0 };
	uint8_t digest[SHA1_DIGEST_LENGTH];
	SHA1_CTX hash;

	SHA1Init(&hash);
	add_port(&hash, 0);	/* the seed */
	SHA1Update(&hash, turned ? f.dest : f.src, f.bytes);
	SHA1Update(&hash, turned ? f.src : f.dest, f.bytes);
	SHA1Update(&hash, proto, sizeof(proto));
	if (f.has_ports) {
		add_port(&hash, turned ? f.dport : f.sport);
		add_port(&hash, turned ? f.sport : f.dport);
	}
	SHA1Final(digest, &hash);
	memcpy(to, "1:", 2);
	put_base64(to + 2, digest);
}
