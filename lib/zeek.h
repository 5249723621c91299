/*
 * zeek - the lines of a Zeek log that start with #
 *
 * Zeek's TSV form, as its ASCII writer makes it: #separator, then the other
 * directives with the separator between their parts: #set_separator,
 * #empty_field, #unset_field, #path, #open, #fields, #types, #close.  They
 * may come again in mid-stream, when logs are put one behind the other.
 * https://docs.zeek.org/en/master/log-formats.html
 */
#ifndef KDD_ZEEK_H
#define KDD_ZEEK_H

#include "error.h"
#include "header.h"

#define KDD_ZEEK_UNSET_MAX 63

enum kdd_zeek_line {
	KDD_ZEEK_SEPARATOR, KDD_ZEEK_UNSET, KDD_ZEEK_FIELDS, KDD_ZEEK_TYPES,
	KDD_ZEEK_OTHER, KDD_ZEEK_BAD
};

struct kdd_zeek {
	char	separator;
	char	unset[KDD_ZEEK_UNSET_MAX + 1];	/* a missing value's text */
	size_t	nunset;
};

/* As a log is without any such line: tab, "-". */
void	kdd_zeek_init(struct kdd_zeek *z);
/*
 * Take in a line of n bytes without its end, the # in front.  The names of
 * #fields go into h, from its field lead on.  KDD_ZEEK_BAD: e says why it
 * cannot be understood.
 */
enum kdd_zeek_line kdd_zeek_take(struct kdd_zeek *z, const char *p, size_t n,
	    uint32_t lead, struct kdd_header *h, struct kdd_error *e);

#endif
