/*
 * eve - what a row tells of its connection, as Suricata's EVE writes it
 *
 *	"timestamp":"2026-11-29T05:06:10.250000+0000","event_type":"alert",
 *	"src_ip":"10.0.0.1","src_port":34855,"dest_ip":"10.0.0.2",
 *	"dest_port":80,"proto":"TCP","community_id":"1:..."
 *
 * on one line, and the alert of a verdict.  The timestamp is the row's, if
 * moment.h can read it, else now.  An address or a port that is none is left
 * out, and so is the Community ID (community.h) when a part of it is.  Of
 * ICMP the ports are the type and the code, as Zeek has them.
 * https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
 */
#ifndef KDD_EVE_H
#define KDD_EVE_H

#include "fields.h"
#include "model.h"
#include "moment.h"

#define KDD_EVE_ROOM	512	/* bytes of kdd_eve_put(), at most */

/* The bytes from "timestamp" on; returns their end. */
char	*kdd_eve_put(char *to, const struct kdd_fields *f,
	    const struct kdd_row *row, const char now[KDD_MOMENT_SIZE]);
/*
 * Append "alert":{...} of the class of that number.  signature_id is 9000000
 * and the first 19 bits of the SHA-256 of model, line feed, class; category
 * and severity are those that Suricata's classification.config has for such
 * an attack, or for what is none.
 */
void	kdd_eve_alert(struct kdd_buf *b, const struct kdd_model *m,
	    uint32_t label);

#endif
