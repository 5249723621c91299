/*
 * alert - a verdict as a JSON object: the row by names, or Suricata's EVE
 *
 *	{"kdd":{"model":"dos","digest":"84fa...","class":"dos",
 *	"score":0.999941,"leaf":22,"why":["count > 2.5"],"row":7},
 *	"duration":0,"protocol_type":"icmp",...}
 *
 * on one line.  leaf is a node's index, why are the tests of the path (see
 * why.h), row is the row's number in the stream.  Behind them come the
 * members of the row (see members.h); or, of a row that is JSON, the members
 * that it has, byte for byte, unless columns were chosen.
 *
 * Of EVE (eve.h) the member "kdd" comes last, and has "fields", the members of
 * the row, if columns were chosen.
 *
 * What all rows of a leaf share is put together when the first of them comes.
 */
#ifndef KDD_ALERT_H
#define KDD_ALERT_H

#include "eve.h"
#include "members.h"
#include "why.h"

/* What all models write alike; members have been set, unless whole is. */
struct kdd_alert_form {
	bool		 eve;
	bool		 chosen;	/* columns were */
	bool		 whole;		/* JSON rows keep their bytes */
	char		 now[KDD_MOMENT_SIZE];	/* of EVE: the time of rows
						   that tell none */
	struct kdd_fields fields;
	struct kdd_members members;
};

struct kdd_alert_leaf {
	size_t from, n;			/* in text; n 0: no row has come */
};

struct kdd_alerts {
	const struct kdd_model *model;	/* borrowed */
	struct kdd_why	 why;		/* the rest is owned */
	struct kdd_buf	 text;		/* of the leaves that came */
	struct kdd_alert_leaf *leaf;	/* [nodes] */
	bool		 eve;
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_alerts_init(struct kdd_alerts *a, const struct kdd_model *model,
	    bool eve);
/* The model has another place in memory. */
void	kdd_alerts_move(struct kdd_alerts *a, const struct kdd_model *model);
/* Append the line of a row, its number counted from 1, to b. */
void	kdd_alert_add(struct kdd_alerts *a, const struct kdd_alert_form *f,
	    struct kdd_buf *b, uint32_t leaf, const struct kdd_row *row,
	    uint64_t number);
void	kdd_alerts_release(struct kdd_alerts *a);

#endif
