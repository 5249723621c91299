#include "zeek.h"

#include <string.h>

#include "names.h"

void
kdd_zeek_init(struct kdd_zeek *z)
{
	*z = (struct kdd_zeek){ .separator = '\t', .unset = "-", .nunset = 1 };
}

/* The value behind a word and a separator, or NULL: another directive. */
static const char *
after(const char *p, size_t n, const char *word, char separator)
{
	size_t len = strlen(word);

	return n > len && memcmp(p, word, len) == 0 && p[len] == separator ?
	    p + len + 1 : NULL;
}

/* "\x09", or the byte itself. */
static enum kdd_zeek_line
take_separator(struct kdd_zeek *z, const char *p, size_t n,
    struct kdd_error *e)
{
	char text[8], shown[KDD_SHOW_MAX];

	if (n < sizeof(text)) {
		memcpy(text, p, n);
		text[n] = '\0';
		if (kdd_delimiter_parse(text, &z->separator) == 0)
			return KDD_ZEEK_SEPARATOR;
	}
	kdd_error_set(e, 0, "#separator %s is not a byte that can stand "
	    "between fields", kdd_error_show(shown, sizeof(shown), p, n));
	return KDD_ZEEK_BAD;
}

static enum kdd_zeek_line
take_unset(struct kdd_zeek *z, const char *p, size_t n, struct kdd_error *e)
{
	if (n > KDD_ZEEK_UNSET_MAX) {
		kdd_error_set(e, 0, "#unset_field of more than %d bytes",
		    KDD_ZEEK_UNSET_MAX);
		return KDD_ZEEK_BAD;
	}
	memcpy(z->unset, p, n);
	z->nunset = n;
	return KDD_ZEEK_UNSET;
}

static enum kdd_zeek_line
take_fields(const struct kdd_zeek *z, const char *p, const char *end,
    uint32_t lead, struct kdd_header *h, struct kdd_error *e)
{
	kdd_header_clear(h);
	for (uint32_t i = 0; p <= end; i++) {
		const char *stop = p < end ? memchr(p, z->separator,
		    (size_t)(end - p)) : NULL;

		if (stop == NULL)
			stop = end;
		if (i >= lead && kdd_header_add(h, (struct kdd_span){ p,
		    (size_t)(stop - p) }) == -1) {
			kdd_error_set(e, 0, "out of memory");
			return KDD_ZEEK_BAD;
		}
		p = stop + 1;
	}
	return KDD_ZEEK_FIELDS;
}

enum kdd_zeek_line
kdd_zeek_take(struct kdd_zeek *z, const char *p, size_t n, uint32_t lead,
    struct kdd_header *h, struct kdd_error *e)
{
	const char *end = p + n, *value;

	if ((value = after(p, n, "#separator", ' ')) != NULL)
		return take_separator(z, value, (size_t)(end - value), e);
	if ((value = after(p, n, "#unset_field", z->separator)) != NULL)
		return take_unset(z, value, (size_t)(end - value), e);
	if ((value = after(p, n, "#fields", z->separator)) != NULL)
		return take_fields(z, value, end, lead, h, e);
	if (after(p, n, "#types", z->separator) != NULL)
		return KDD_ZEEK_TYPES;
	return KDD_ZEEK_OTHER;
}
