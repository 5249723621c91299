#include "guess.h"

#include <string.h>

/*
 * As Zeek, Argus, CICFlowMeter, UNSW-NB15, Suricata's EVE, the Elastic Common
 * Schema, nfdump, NetFlow 9, IPFIX and the data sets made with them write.
 * Each list is words with one blank between, in lower case and without what
 * does not count; exact ones are too short to be read so freely.
 */
static const struct group {
	enum kdd_role	 role;
	bool		 identifies;
	bool		 exact;		/* the name as it stands */
	const char	*names;
} groups[] = {
	{ KDD_SRC_IP, true, false,
	    "idorigh saddr srcaddr srcip sourceip srcipaddr sourceipaddress "
	    "ipv4srcaddr ipv6srcaddr sourceipv4address sourceipv6address "
	    "src4addr src6addr" },
	{ KDD_SRC_IP, true, true, "sa" },
	{ KDD_SRC_PORT, true, false,
	    "idorigp sport srcport sourceport srcpt sourceportnumber "
	    "l4srcport sourcetransportport" },
	{ KDD_SRC_PORT, true, true, "sp" },
	{ KDD_DEST_IP, true, false,
	    "idresph daddr dstaddr dstip destip destinationip dstipaddr "
	    "destinationipaddress ipv4dstaddr ipv6dstaddr "
	    "destinationipv4address destinationipv6address "
	    "dst4addr dst6addr" },
	{ KDD_DEST_IP, true, true, "da" },
	{ KDD_DEST_PORT, false, false,
	    "idrespp dport dstport destport destinationport dsport dstpt "
	    "destinationportnumber l4dstport destinationtransportport" },
	{ KDD_DEST_PORT, false, true, "dp" },
	{ KDD_PROTO, false, false,
	    "proto protocol ipproto networktransport protocolidentifier" },
	{ KDD_PROTO, false, true, "pr" },
	{ KDD_TIMESTAMP, true, false,
	    "timestamp @timestamp stime starttime firstseen datefirstseen" },
	{ KDD_TIMESTAMP, true, true, "ts" },
	/* other times: ends, and counts of milliseconds */
	{ KDD_NO_ROLE, true, false,
	    "ltime lasttime endtime lastseen datelastseen flowstart flowend "
	    "netflowstart netflowend eventstart eventend "
	    "flowstartmilliseconds flowendmilliseconds flowstartseconds "
	    "flowendseconds flowstartsec flowendsec firstswitched "
	    "lastswitched" },
	/* nfdump's end and receipt, routers on the way, MAC addresses */
	{ KDD_NO_ROLE, true, true, "te tr nh nhb ra ismc odmc idmc osmc" },
	/* numbers of rows, flows and files; the last is that of pandas */
	{ KDD_NO_ROLE, true, false,
	    "id uid uids connuids fuid fuids parentfuid origfuids respfuids "
	    "certchainfuids tunnelparents flowid parentid communityid "
	    "networkcommunityid pcapcnt pcapfilename pkseqid autoid "
	    "unnamed:0" },
	{ KDD_NO_ROLE, true, true, "seq" },
	/* other addresses and source ports; EVE says those of a flow again */
	{ KDD_NO_ROLE, true, false,
	    "flowsrcip flowdestip flowsrcport txhosts rxhosts origl2addr "
	    "respl2addr smac dmac srcmac dstmac destmac sourcemac "
	    "destinationmac ethersrcmac etherdestmac ethersrcmacs "
	    "etherdestmacs" },
};

#define LONGEST	32	/* bytes that a name in the table may have, and NUL */

/* Leave out what does not count.  Too long for the table: nothing is left. */
static void
normalize(char to[LONGEST], const char *name)
{
	size_t n = 0;

	for (; *name != '\0'; name++) {
		if (strchr(" \t_-.", *name) != NULL)
			continue;
		if (n == LONGEST - 1) {
			n = 0;
			break;
		}
		to[n++] = *name >= 'A' && *name <= 'Z' ?
		    (char)(*name - 'A' + 'a') : *name;
	}
	to[n] = '\0';
}

static bool
is_in(const char *words, const char *name)
{
	size_t n = strlen(name), len;

	for (; *words != '\0'; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		if (len == n && memcmp(words, name, n) == 0)
			return true;
	}
	return false;
}

struct kdd_guess
kdd_guess_name(const char *name)
{
	char plain[LONGEST];

	normalize(plain, name);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		const struct group *g = &groups[i];

		if (is_in(g->names, g->exact ? name : plain))
			return (struct kdd_guess){ g->role, g->identifies };
	}
	return (struct kdd_guess){ KDD_NO_ROLE, false };
}
