/*
 * source - rows of any form, their fields found by column
 *
 * Between the reader and whoever wants rows: it knows the four forms of
 * schema.h and which field of a row stands for which column of a schema.
 *
 * PLAIN: fields stand in the schema's order; but if the first line of a file
 * names every feature, it is a header, and columns are found by name.  A
 * first line that names half of them or more is taken for a header that
 * lacks some, and the file is refused.  HEADER: the first line has to be a
 * header.  A later line that equals the header is passed over in both.
 * ZEEK: #fields names the columns, and may do so again; rows without a
 * #fields before them, or with one that lacks a feature, get the form
 * KDD_FORM_COLUMNS.  JSON: columns by key, see jsonrow.h.
 *
 * With discover the columns are not known before: the first header or
 * #fields makes those of the schema, and later ones must have the same; with
 * JSON each new key adds one.  A first PLAIN line that looks like a header is
 * one, and the schema's form then HEADER; any other makes columns with
 * numbers for names.
 */
#ifndef KDD_SOURCE_H
#define KDD_SOURCE_H

#include "error.h"
#include "header.h"
#include "reader.h"
#include "schema.h"
#include "zeek.h"

struct kdd_source_options {
	enum kdd_stream	 form;
	struct kdd_schema *schema;	/* borrowed; changed only by discover */
	bool		 discover;
	const char	*label;		/* discover: the label's column; NULL:
					   the one called label, in any case,
					   but for keys of JSON */
	bool		 rename;	/* discover: a name that comes twice is
					   no error */
	bool		 labelled;	/* rows must have the label */
	bool		 one_header;	/* all files must have the same header,
					   or none */
	uint32_t	 lead;		/* fields before the schema's: column
					   ncolumns + i of a row; in JSON the
					   keys kdd.model, .class, .score */
	uint32_t	 extra;		/* behind them, in rows without names */
	bool		 text;		/* it is known to be text: a first line
					   as of UTF-16, or compressed, is a
					   bad row, not the end of a file,
					   unless it should be a header */
	const struct kdd_scan_path *path;	/* NULL: the fastest way */
};

#define KDD_LEAD_MAX 3

struct kdd_source_hooks {
	/* Rows, good and bad; their fields by kdd_row_column(). */
	bool	(*on_rows)(void *arg, const struct kdd_row *row, size_t n);
	/*
	 * A header that columns were found by, once for the files of a run if
	 * they are to have one; or any line of Zeek's that starts with #.
	 * May be NULL.
	 */
	void	(*on_header)(void *arg, const struct kdd_row *row,
		    enum kdd_zeek_line line);
	void	*arg;
};

struct kdd_source;

/* Both arguments are copied.  NULL when out of memory. */
struct kdd_source *kdd_source_new(const struct kdd_source_options *options,
		    const struct kdd_source_hooks *hooks);
/*
 * Returns 1, or 0 when on_rows ended the file; or -1 with e set, when the
 * file cannot be read any further.  If e then says it ran out of memory,
 * errno is ENOMEM, else 0.
 */
int	kdd_source_feed(struct kdd_source *s, const char *p, size_t n,
	    struct kdd_error *e);
/* The end of a file; returns likewise. */
int	kdd_source_finish(struct kdd_source *s, struct kdd_error *e);
/* The end of a file that broke off; returns the bytes of its last line. */
uint64_t kdd_source_drop(struct kdd_source *s);
/* How the rows that are handed out are read; for kdd_row_explain(), too. */
const struct kdd_layout *kdd_source_layout(const struct kdd_source *s);
/* The names of the fields, as on_header gets them; there, or later. */
const struct kdd_header *kdd_source_header(const struct kdd_source *s);
void	kdd_source_free(struct kdd_source *s);

#endif
