#include "eve.h"

#include <arpa/inet.h>
#include <sha256.h>
#include <strings.h>

#include "community.h"
#include "json.h"

#define SIGNATURE_BASE	9000000
#define SIGNATURE_BITS	19

static char *
put_number(char *to, uint32_t v)
{
	char s[10];
	size_t i = sizeof(s);

	do
		s[--i] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	memcpy(to, s + i, sizeof(s) - i);
	return to + sizeof(s) - i;
}

/* Returns the bytes of an address, or 0 if the text is none. */
static uint32_t
read_address(uint8_t to[16], struct kdd_span s)
{
	char text[INET6_ADDRSTRLEN];

	if (s.n == 0 || s.n >= sizeof(text))
		return 0;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return inet_pton(AF_INET, text, to) == 1 ? 4 :
	    inet_pton(AF_INET6, text, to) == 1 ? 16 : 0;
}

static bool
read_number(struct kdd_span s, uint32_t max, uint32_t *v)
{
	*v = 0;
	for (size_t i = 0; i < s.n && *v <= max; i++) {
		if ((unsigned char)(s.p[i] - '0') > 9)
			return false;
		*v = 10 * *v + (uint32_t)(s.p[i] - '0');
	}
	return s.n > 0 && *v <= max;
}

static const struct proto {
	const char *text, *name;	/* as rows have it, and EVE */
	uint8_t number;
	bool has_ports;
} protos[] = {
	{ "tcp", "TCP", 6, true }, { "udp", "UDP", 17, true },
	{ "icmp", "ICMP", KDD_ICMP, true },
	{ "icmp6", "IPv6-ICMP", KDD_ICMP6, true },
	{ "ipv6-icmp", "IPv6-ICMP", KDD_ICMP6, true },
	{ "sctp", "SCTP", 132, true }, { "gre", "GRE", 47, false },
	{ "esp", "ESP", 50, false }, { "igmp", "IGMP", 2, false },
};

/* By name or number; NULL if it is not known. */
static const struct proto *
find_proto(struct kdd_span s, bool is_v6)
{
	uint32_t number = 256;

	if (!read_number(s, 255, &number))
		number = 256;
	for (size_t i = 0; i < sizeof(protos) / sizeof(*protos); i++) {
		const struct proto *p = &protos[i];

		if (p->number == number || (strlen(p->text) == s.n &&
		    strncasecmp(p->text, s.p, s.n) == 0))
			return is_v6 && p->number == KDD_ICMP ?
			    find_proto((struct kdd_span){ "icmp6", 5 }, true) :
			    p;
	}
	return NULL;
}

/* ,"name":"text", of a text that needs no escapes. */
static char *
put_text(char *to, const char *name, struct kdd_span s)
{
	to = stpcpy(to, name);
	memcpy(to, s.p, s.n);
	to[s.n] = '"';
	return to + s.n + 1;
}

static char *
put_timestamp(char *to, struct kdd_span s, const char *now)
{
	to = stpcpy(to, "\"timestamp\":\"");
	if (s.n == 0 || kdd_moment_read(to, s) == -1)
		memcpy(to, now, KDD_MOMENT_SIZE);
	return stpcpy(to + KDD_MOMENT_SIZE, "\",\"event_type\":\"alert\"");
}

static char *
put_port(char *to, const char *name, bool known, uint32_t port)
{
	return known ? put_number(stpcpy(to, name), port) : to;
}

char *
kdd_eve_put(char *to, const struct kdd_fields *f, const struct kdd_row *row,
    const char now[KDD_MOMENT_SIZE])
{
	struct kdd_span src = kdd_fields_role(f, row, KDD_SRC_IP);
	struct kdd_span dest = kdd_fields_role(f, row, KDD_DEST_IP);
	struct kdd_flow flow = { .bytes = 0 };
	uint32_t sport, dport, most, other = read_address(flow.dest, dest);
	const struct proto *proto;
	bool has_sport, has_dport, is_icmp;

	flow.bytes = read_address(flow.src, src);
	proto = find_proto(kdd_fields_role(f, row, KDD_PROTO),
	    (flow.bytes > 0 ? flow.bytes : other) == 16);
	is_icmp = proto != NULL &&
	    (proto->number == KDD_ICMP || proto->number == KDD_ICMP6);
	most = is_icmp ? 255 : 65535;
	has_sport = read_number(kdd_fields_role(f, row, KDD_SRC_PORT), most,
	    &sport);
	has_dport = read_number(kdd_fields_role(f, row, KDD_DEST_PORT), most,
	    &dport);
	to = put_timestamp(to, kdd_fields_role(f, row, KDD_TIMESTAMP), now);
	if (flow.bytes > 0)
		to = put_text(to, ",\"src_ip\":\"", src);
	to = put_port(to, is_icmp ? ",\"icmp_type\":" : ",\"src_port\":",
	    has_sport, sport);
	if (other > 0)
		to = put_text(to, ",\"dest_ip\":\"", dest);
	to = put_port(to, is_icmp ? ",\"icmp_code\":" : ",\"dest_port\":",
	    has_dport, dport);
	if (proto == NULL)
		return to;
	to = put_text(to, ",\"proto\":\"", (struct kdd_span){ proto->name,
	    strlen(proto->name) });
	if (flow.bytes == 0 || flow.bytes != other ||
	    (proto->has_ports && !(has_sport && has_dport)))
		return to;
	flow.proto = proto->number;
	flow.has_ports = proto->has_ports;
	flow.sport = (uint16_t)sport;
	flow.dport = (uint16_t)dport;
	to = stpcpy(to, ",\"community_id\":\"");
	kdd_community_id(to, &flow);
	return stpcpy(to + KDD_COMMUNITY_SIZE - 1, "\"");
}

/* Suricata's descriptions and priorities, for classes that are known. */
static const struct {
	const char *class, *category;
	int severity;
} categories[] = {
	{ "dos", "Detection of a Denial of Service Attack", 2 },
	{ "probe", "Detection of a Network Scan", 3 },
	{ "r2l", "Attempted User Privilege Gain", 1 },
	{ "u2r", "Attempted Administrator Privilege Gain", 1 },
	{ "bruteforce", "Attempted User Privilege Gain", 1 },
};

static uint32_t
signature_id(const char *model, const char *class)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX hash;

	SHA256Init(&hash);
	SHA256Update(&hash, (const uint8_t *)model, strlen(model));
	SHA256Update(&hash, (const uint8_t *)"\n", 1);
	SHA256Update(&hash, (const uint8_t *)class, strlen(class));
	SHA256Final(digest, &hash);
	return SIGNATURE_BASE + (((uint32_t)digest[0] << 16 |
	    (uint32_t)digest[1] << 8 | digest[2]) >> (24 - SIGNATURE_BITS));
}

void
kdd_eve_alert(struct kdd_buf *b, const struct kdd_model *m, uint32_t label)
{
	const char *class = m->classes.name[label];
	bool quiet = m->classes.quiet[label];
	const char *category = quiet ? "Not Suspicious Traffic" :
	    "Misc Attack";
	struct kdd_buf name = KDD_BUF_INIT;
	int severity = quiet ? 3 : 2;

	for (size_t i = 0; i < sizeof(categories) / sizeof(*categories); i++)
		if (!quiet && strcmp(class, categories[i].class) == 0) {
			category = categories[i].category;
			severity = categories[i].severity;
		}
	kdd_buf_printf(&name, "kdd-tools %s: %s", m->name, class);
	kdd_buf_printf(b, "\"alert\":{\"action\":\"allowed\",\"gid\":9,"
	    "\"signature_id\":%u,\"rev\":1,\"signature\":",
	    signature_id(m->name, class));
	kdd_buf_char(&name, '\0');
	if (name.failed)
		b->failed = true;
	else
		kdd_json_string(b, name.p);
	kdd_buf_release(&name);
	kdd_buf_printf(b, ",\"category\":\"%s\",\"severity\":%d}", category,
	    severity);
}
