/*
 * rows - labelled or plain rows from files, and what becomes of bad ones
 *
 * Shared by the programs that read rows.  A rejected row is counted by its
 * reason; the first few are reported with file, line and column; all are
 * written to --rejects as LINE, FILE, REASON (a word), TEXT and the row, with
 * tabs between.  Of a row longer than the limit only its first bytes are
 * there to be written.
 */
#ifndef KDD_ROWS_H
#define KDD_ROWS_H

#include "cli.h"
#include "source.h"

#define ROWS_REASONS_MAX 16
#define ROWS_AHEAD 16

/* The options that all of them take: -e, and two that have no letter. */
enum { ROWS_REJECTS = 256, ROWS_MAX_ERRORS, ROWS_OPTIONS_END };
#define ROWS_REJECTS_OPTIONS \
	{ "max-errors", required_argument, NULL, ROWS_MAX_ERRORS }, \
	{ "rejects", required_argument, NULL, ROWS_REJECTS }
#define ROWS_OPTIONS \
	{ "extra", required_argument, NULL, 'e' }, ROWS_REJECTS_OPTIONS
#define ROWS_REJECTS_HELP \
    "      --max-errors=N    give up at the Nth rejected row\n" \
    "      --rejects=FILE    write rejected rows there, with the reason\n"
#define ROWS_HELP \
    "  -e, --extra=N         N further fields follow the schema's\n" \
    ROWS_REJECTS_HELP

/* -s, of the programs that find the columns in a model. */
#define ROWS_FORM_OPTION { "schema", required_argument, NULL, 's' }
#define ROWS_FORM_HELP \
    "  -s, --schema=FORM     plain, header, zeek or json rows; default: as " \
    "the model\n"

struct rows {
	/* set by the program */
	struct kdd_source_options source;	/* -e sets extra */
	bool		 detect;	/* the first byte tells the form: # is
					   zeek, { json, else source.form */
	void	(*on_header)(void *arg, const struct kdd_row *row,
		    enum kdd_zeek_line line);	/* see source.h; or NULL */
	const char	*rejects;	/* --rejects, or NULL */
	uint64_t	 max_errors;	/* --max-errors; 0: no limit */
	/* ROWS_AHEAD or fewer, good and bad, before on_row gets them. */
	void	(*ahead)(void *arg, const struct kdd_row *row, size_t n);
	void	(*on_row)(void *arg, const struct kdd_row *row);
	void	(*idle)(void *arg);	/* before each read; may be NULL */
	void	(*asked)(void *arg, unsigned bits);	/* see cli.h; or NULL */
	/* In the place of telling of a rejected row on stderr; or NULL. */
	void	(*on_reject)(void *arg, const struct kdd_row *row,
		    const char *word, uint64_t column, const char *what);
	void		*arg;

	/* set by rows_read() */
	uint64_t	 seen, rejected;
	bool		 gave_up;	/* max_errors was reached */
	bool		 broken;	/* a file could not be read on */
	struct kdd_rejects reason[ROWS_REASONS_MAX];	/* up to word NULL */
	struct kdd_source *reader;
	char		 head[4];	/* detect: the first bytes, */
	size_t		 nhead;		/* until they tell */
	struct cli_input input;
	struct cli_out	 out;		/* of rejects */
};

/* The form that the argument of -s names, or exit 2. */
enum kdd_stream	rows_form(const char *arg);

/* Rows of a model's columns s, in that form; -1: in the model's own. */
void	rows_of_model(struct rows *r, struct kdd_schema *s, int form);

/* Take one of ROWS_OPTIONS with its optarg; false if ch is another. */
bool	rows_option(struct rows *r, int ch);

/*
 * Exit 2 if output (-o, or NULL) or --rejects is one of the files to be
 * read, or the other; or if one of them is path (NULL: none), in use too.
 */
void	rows_keep_apart(const struct rows *r, const char *output,
	    char *const files[]);
void	rows_keep_from(const struct rows *r, const char *output,
	    const char *path);

/*
 * Read the files, or stdin.  Returns false if one could not be read or
 * max_errors was reached: both have been reported.
 */
bool	rows_read(struct rows *r, char *files[]);

/*
 * For rows that come in no files: between opening and closing, each text is
 * read as a file would be, to its end.  -1 with e set: it cannot be read any
 * further; if memory ran out, errno is ENOMEM, else 0.
 */
void	rows_open(struct rows *r);
int	rows_text(struct rows *r, const char *p, size_t n,
	    struct kdd_error *e);
void	rows_close(struct rows *r);

/*
 * Reject a row from on_row(): a reason in a word (a literal), the column of
 * the byte where it is wrong (0: unknown), and a phrase for people.
 */
void	rows_reject(struct rows *r, const struct kdd_row *row,
	    const char *word, uint64_t column, const char *fmt, ...)
	    __attribute__((format(printf, 5, 6)));
/*
 * The same for the field of column c: the phrase is the field's number, its
 * column's name (NULL: it has none), its value made safe to show, and what.
 */
void	rows_reject_column(struct rows *r, const struct kdd_row *row,
	    uint32_t c, const char *name, const char *word, const char *what);

/* What stands between the fields of the rows that are handed out. */
char	rows_delimiter(const struct rows *r);

/* "2 rejected (1 fields, 1 nul)" into b. */
void	rows_summary(const struct rows *r, struct kdd_buf *b);

#endif
