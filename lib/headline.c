#include "headline.h"

#include <string.h>

int
kdd_headline_set(struct kdd_headline *h, const struct kdd_row *row,
    bool named)
{
	h->begun = true;
	h->named = named;
	h->bytes.n = 0;
	if (named)
		kdd_buf_add(&h->bytes, row->bytes, row->length);
	return h->bytes.failed ? -1 : 0;
}

bool
kdd_headline_is(const struct kdd_headline *h, const struct kdd_row *row)
{
	return row->length == h->bytes.n &&
	    memcmp(row->bytes, h->bytes.p, h->bytes.n) == 0;
}

int
kdd_headline_check(const struct kdd_headline *h, const struct kdd_row *row,
    bool named, struct kdd_error *e)
{
	if (!h->begun || (named == h->named &&
	    (!named || kdd_headline_is(h, row))))
		return 0;
	return kdd_error_set(e, 0, "%s: its rows cannot stand under the same "
	    "names; read it in a run of its own",
	    !named ? "no header, as the files before have" :
	    h->named ? "not the header of the files before" :
	    "a header, which the files before have not");
}

void
kdd_headline_release(struct kdd_headline *h)
{
	kdd_buf_release(&h->bytes);
}
