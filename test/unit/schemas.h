/*
 * schemas - schema files in tests
 */
#ifndef SCHEMAS_H
#define SCHEMAS_H

#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "tap.h"

static struct kdd_error e;	/* of the last parse() */

/* Parse a copy that ends where its memory does. */
static inline int
parse(struct kdd_schema *s, const char *text, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(copy, text, n);
	rc = kdd_names_parse(s, copy, n, &e);
	free(copy);
	return rc;
}

static inline bool
reads(struct kdd_schema *s, const char *text)
{
	if (parse(s, text, strlen(text)) == 0)
		return true;
	note("line %zu: %s", e.line, e.what);
	return false;
}

static inline bool
is_column(const struct kdd_schema *s, uint32_t i, const char *name,
    enum kdd_kind kind, const char *from, enum kdd_role role)
{
	const struct kdd_column *c = &s->column[i];

	return i < s->ncolumns && strcmp(c->name, name) == 0 &&
	    c->kind == kind && c->role == role &&
	    (c->from == NULL) == (from == NULL) &&
	    (from == NULL || strcmp(c->from, from) == 0);
}

static inline bool
same(const struct kdd_schema *a, const struct kdd_schema *b)
{
	if (a->ncolumns != b->ncolumns || a->label != b->label ||
	    a->form != b->form || a->delimiter != b->delimiter ||
	    a->label_suffix != b->label_suffix)
		return false;
	for (uint32_t i = 0; i < a->ncolumns; i++)
		if (!is_column(a, i, b->column[i].name, b->column[i].kind,
		    b->column[i].from, b->column[i].role))
			return false;
	return true;
}

/* Written and read again, is it the same? */
static inline bool
comes_back(const struct kdd_schema *s)
{
	struct kdd_buf b = KDD_BUF_INIT;
	struct kdd_schema again;
	bool good = false;

	kdd_names_write(&b, s, NULL, NULL);
	if (parse(&again, b.p, b.n) == -1)
		note("line %zu: %s", e.line, e.what);
	else
		good = same(s, &again);
	if (!good)
		note("%.*s", (int)b.n, b.p);
	kdd_schema_release(&again);
	kdd_buf_release(&b);
	return good;
}

/* All that such a file may hold, and a byte-order mark and CRLF. */
static const char flows[] =
    "\xef\xbb\xbf| flows of our own\r\n"
    "\r\n"
    "  form header .  | the first line\r\n"
    "delimiter semicolon.\r\n"
    "label-suffix dot.\r\n"
    "\t\r\n"
    "id.orig_h: ignore as src_ip.\r\n"
    "Src Port :ignore as src_port.| not a feature\r\n"
    "first: continuous from Fwd Header Length.\r\n"
    "second: continuous   from   Fwd Header Length  .\r\n"
    "Dst Port: discrete 65536 from dport as dest_port.\r\n"
    "  proto  : tcp, udp , icmp as proto.\r\n"
    "flag: discrete.\r\n"
    "time: ignore from Timestamp as timestamp.\r\n"
    "peer: ignore as dest_ip.\r\n"
    "index: ignore from \"\".\r\n"
    "Label: label.";

#endif
