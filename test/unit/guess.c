/* guess: what a column's name tells, and what it does not. */
#include "guess.h"

#include <string.h>

#include "any.h"
#include "tap.h"

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

/*
 * The columns of a tool in turn: "=role" is a feature with that role,
 * "!role" one that identifies, "!" identifies without a role, "" tells
 * nothing.
 */
struct column {
	const char	*name, *tells;
};

static const struct column zeek[] = {
	{ "ts", "!timestamp" }, { "uid", "!" }, { "id.orig_h", "!src_ip" },
	{ "id.orig_p", "!src_port" }, { "id.resp_h", "!dest_ip" },
	{ "id.resp_p", "=dest_port" }, { "proto", "=proto" },
	{ "service", "" }, { "duration", "" }, { "orig_bytes", "" },
	{ "resp_bytes", "" }, { "conn_state", "" }, { "local_orig", "" },
	{ "missed_bytes", "" }, { "history", "" }, { "orig_pkts", "" },
	{ "tunnel_parents", "!" }, { "label", "" }, { "detailedlabel", "" },
	{ "fuid", "!" }, { "orig_fuids", "!" }, { "community_id", "!" },
};

static const struct column eve[] = {
	{ "timestamp", "!timestamp" }, { "flow_id", "!" },
	{ "src_ip", "!src_ip" }, { "src_port", "!src_port" },
	{ "dest_ip", "!dest_ip" }, { "dest_port", "=dest_port" },
	{ "proto", "=proto" }, { "app_proto", "" }, { "event_type", "" },
	{ "community_id", "!" }, { "flow.start", "!" }, { "flow.end", "!" },
	{ "flow.age", "" }, { "flow.pkts_toserver", "" },
	{ "flow.bytes_toclient", "" }, { "tcp.tcp_flags_ts", "" },
	{ "flow.src_ip", "!" }, { "flow.dest_port", "" },
	{ "ether.src_mac", "!" }, { "icmp_type", "" },
};

static const struct column cic[] = {
	{ "id", "!" }, { "Flow ID", "!" }, { "Src IP", "!src_ip" },
	{ "Src Port", "!src_port" }, { "Dst IP", "!dest_ip" },
	{ "Dst Port", "=dest_port" }, { "Protocol", "=proto" },
	{ "Timestamp", "!timestamp" }, { " Source IP", "!src_ip" },
	{ " Source Port", "!src_port" }, { " Destination IP", "!dest_ip" },
	{ " Destination Port", "=dest_port" }, { "Flow Duration", "" },
	{ "Total Fwd Packet", "" }, { "Flow Bytes/s", "" },
	{ "Flow IAT Mean", "" }, { "Fwd Header Length", "" },
	{ "Down/Up Ratio", "" }, { "Subflow Fwd Bytes", "" },
	{ "Active Mean", "" }, { "Idle Min", "" }, { "ICMP Code", "" },
	{ "Total TCP Flow Time", "" }, { "Label", "" },
	{ "Attempted Category", "" },
};

static const struct column unsw[] = {
	{ "id", "!" }, { "srcip", "!src_ip" }, { "sport", "!src_port" },
	{ "dstip", "!dest_ip" }, { "dsport", "=dest_port" },
	{ "proto", "=proto" }, { "Stime", "!timestamp" }, { "Ltime", "!" },
	{ "dur", "" }, { "service", "" }, { "state", "" }, { "sttl", "" },
	{ "sload", "" }, { "stcpb", "" }, { "tcprtt", "" },
	{ "ct_srv_src", "" }, { "ct_state_ttl", "" },
	{ "ct_src_dport_ltm", "" }, { "ct_dst_sport_ltm", "" },
	{ "is_sm_ips_ports", "" }, { "attack_cat", "" }, { "label", "" },
};

static const struct column argus[] = {
	{ "pkSeqID", "!" }, { "stime", "!timestamp" }, { "flgs", "" },
	{ "proto", "=proto" }, { "saddr", "!src_ip" },
	{ "sport", "!src_port" }, { "daddr", "!dest_ip" },
	{ "dport", "=dest_port" }, { "pkts", "" }, { "ltime", "!" },
	{ "seq", "!" }, { "smac", "!" }, { "rate", "" }, { "srate", "" },
	{ "StartTime", "!timestamp" }, { "Dur", "" },
	{ "SrcAddr", "!src_ip" }, { "DstAddr", "!dest_ip" },
	{ "TotBytes", "" }, { "SrcBytes", "" }, { "Dir", "" },
};

static const struct column nfdump[] = {
	{ "ts", "!timestamp" }, { "te", "!" }, { "td", "" },
	{ "sa", "!src_ip" }, { "da", "!dest_ip" }, { "sp", "!src_port" },
	{ "dp", "=dest_port" }, { "pr", "=proto" }, { "flg", "" },
	{ "ipkt", "" }, { "ibyt", "" }, { "stos", "" }, { "in", "" },
	{ "out", "" }, { "smk", "" }, { "firstSeen", "!timestamp" },
	{ "srcAddr", "!src_ip" }, { "dstPort", "=dest_port" },
	{ "Date first seen", "!timestamp" }, { "Src IP Addr", "!src_ip" },
	{ "Dst Pt", "=dest_port" },
};

static const struct column netflow[] = {
	{ "IPV4_SRC_ADDR", "!src_ip" }, { "L4_SRC_PORT", "!src_port" },
	{ "IPV4_DST_ADDR", "!dest_ip" }, { "L4_DST_PORT", "=dest_port" },
	{ "PROTOCOL", "=proto" }, { "L7_PROTO", "" }, { "IN_BYTES", "" },
	{ "TCP_FLAGS", "" }, { "FLOW_DURATION_MILLISECONDS", "" },
	{ "FLOW_START_MILLISECONDS", "!" }, { "FIRST_SWITCHED", "!" },
	{ "DST_TO_SRC_AVG_THROUGHPUT", "" }, { "MIN_TTL", "" },
	{ "sourceIPv4Address", "!src_ip" }, { "flowEndMilliseconds", "!" },
	{ "destinationTransportPort", "=dest_port" },
	{ "protocolIdentifier", "=proto" },
	{ "source.ip", "!src_ip" }, { "destination.port", "=dest_port" },
	{ "@timestamp", "!timestamp" },
};

/* Short names are taken as they stand, and only whole ones. */
static const struct column others[] = {
	{ "SA", "" }, { "s_p", "" }, { "Ts", "" }, { "te ", "" },
	{ "sa da", "" }, { "ts te", "" }, { "", "" }, { ".", "" },
	{ "p", "" }, { "srcip2", "" }, { "xsrcip", "" }, { "src", "" },
	{ "SRC-IP", "!src_ip" }, { "s.r c_i-p", "!src_ip" },
	{ "srcip dstip", "" }, { "\xc3\xa9" "proto", "" },
	{ "sourceipv6addresssourceipv6address", "" },
};

static bool
tells(const struct column *c)
{
	struct kdd_guess g = kdd_guess_name(c->name);
	bool identifies = *c->tells == '!';
	const char *role = *c->tells == '\0' ? "" : c->tells + 1;

	if (strcmp(kdd_role_name(g.role), role) == 0 &&
	    g.identifies == identifies)
		return true;
	note("\"%s\": %s\"%s\"", c->name, g.identifies ? "identifies, " : "",
	    kdd_role_name(g.role));
	return false;
}

static void
test_table(const char *tool, const struct column *c, size_t n)
{
	bool good = true;

	for (size_t i = 0; i < n; i++)
		good &= tells(&c[i]);
	ok(good, "%s", tool);
}

static void
test_kdd99(void)
{
	struct kdd_schema s;
	bool good = kdd_schema_kdd99(&s) == 0;

	for (uint32_t i = 0; i < s.ncolumns; i++)
		good &= tells(&(struct column){ s.column[i].name, "" });
	ok(good, "no name of KDD99 tells anything");
	kdd_schema_release(&s);
}

static void
test_any(void)
{
	char name[80];
	bool good = true;

	for (int i = 0; i < 100000; i++) {
		size_t n = any() % sizeof(name);

		for (size_t j = 0; j < n; j++)
			name[j] = (char)any_between(1, 255);
		name[n] = '\0';
		good &= kdd_guess_name(name).role < KDD_NROLES;
	}
	ok(good, "names of any bytes are harmless");
}

int
main(void)
{
	test_table("Zeek", zeek, COUNT(zeek));
	test_table("Suricata's EVE", eve, COUNT(eve));
	test_table("CICFlowMeter", cic, COUNT(cic));
	test_table("UNSW-NB15", unsw, COUNT(unsw));
	test_table("Argus", argus, COUNT(argus));
	test_table("nfdump", nfdump, COUNT(nfdump));
	test_table("NetFlow and IPFIX", netflow, COUNT(netflow));
	test_table("whole names, short ones exactly", others, COUNT(others));
	test_kdd99();
	test_any();
	return tap_done();
}
