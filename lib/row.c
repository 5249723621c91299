#include "row.h"

#include <stdio.h>
#include <string.h>

#include "packed.h"

void
kdd_row_misfit(struct kdd_row *row, const struct kdd_layout *l)
{
	row->form = KDD_FORM_FIELDS;
	if (row->nfields < l->min + l->extra)
		row->column = row->length + 1;
	else if (row->unquoted)
		row->column = 1;
	else
		row->column = row->end[l->max + l->extra - 1] - row->start + 2;
}

/* UTF-16 shows by its mark, or by the NUL in each character of ASCII. */
static bool
is_utf16(const char *p, size_t n)
{
	return (n >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 ||
	    memcmp(p, "\xfe\xff", 2) == 0)) ||
	    (n >= 3 && !p[0] != !p[1] && !p[0] == !p[2]);
}

void
kdd_row_judge_start(struct kdd_row *row)
{
	row->what = kdd_packed(row->bytes, row->length);
	if (row->what != NULL) {
		row->form = KDD_FORM_PACKED;
		row->column = 1;
	} else if (is_utf16(row->bytes, row->length)) {
		row->form = KDD_FORM_UTF16;
		row->column = 1;
	} else if (row->length >= 3 &&
	    memcmp(row->bytes, "\xef\xbb\xbf", 3) == 0) {
		row->bytes += 3;
		row->length -= 3;
		row->whole -= 3;
		row->total -= row->form == KDD_FORM_LENGTH ? 0 : 3;
		row->start += 3;
		/* the delimiter may be a byte of the mark */
		for (; row->nfields > 1 && *row->end < row->start; row->end++)
			row->nfields--;
	}
}

struct kdd_row
kdd_row_too_long(const char *bytes, uint64_t line, uint64_t total)
{
	struct kdd_row row = { .bytes = bytes, .length = KDD_LINE_MAX,
	    .whole = KDD_LINE_MAX, .line = line, .total = total,
	    .column = KDD_LINE_MAX + 1, .form = KDD_FORM_LENGTH };

	if (line == 1)
		kdd_row_judge_start(&row);
	return row;
}

const char *
kdd_form_name(enum kdd_form form)
{
	static const char *const name[KDD_NFORMS] = {
		"ok", "fields", "length", "nul", "quote", "utf16",
		"packed", "json", "columns", "comment",
	};

	return name[form];
}

static void
explain_fields(const struct kdd_row *row, const struct kdd_layout *l,
    char *dst, size_t cap)
{
	uint32_t min = l->min + l->extra, max = l->max + l->extra;
	int n = snprintf(dst, cap, "%u field%s, not %u", row->nfields,
	    row->nfields == 1 ? "" : "s", min);

	if (max > min && n > 0 && (size_t)n < cap)
		snprintf(dst + n, cap - (size_t)n, " %s %u",
		    max == min + 1 ? "or" : "to", max);
}

void
kdd_row_explain(const struct kdd_row *row, const struct kdd_layout *layout,
    char *dst, size_t cap)
{
	switch (row->form) {
	case KDD_FORM_FIELDS:
		explain_fields(row, layout, dst, cap);
		break;
	case KDD_FORM_LENGTH:
		snprintf(dst, cap, "%llu bytes long, more than %u",
		    (unsigned long long)row->total, KDD_LINE_MAX);
		break;
	case KDD_FORM_NUL:
		snprintf(dst, cap, "a NUL byte");
		break;
	case KDD_FORM_QUOTE:
		snprintf(dst, cap, "field %u: the quote is still open at the "
		    "end of the line", row->nfields + 1);
		break;
	case KDD_FORM_UTF16:
		snprintf(dst, cap, "UTF-16 text: make it UTF-8 first, as "
		    "with iconv -f UTF-16 -t UTF-8");
		break;
	default:
		snprintf(dst, cap, "%s", row->what != NULL ? row->what :
		    "well formed");
	}
}
