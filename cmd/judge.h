/*
 * judge - the models of a command line, and what each of them says of a row
 *
 * Shared by kdd-classify and kdd-storm, with the options that say what is
 * looked for and how it is told.  Every model judges every row; of one row the
 * verdicts follow each other in the order of the command line.
 */
#ifndef KDD_JUDGE_H
#define KDD_JUDGE_H

#include "alert.h"
#include "load.h"
#include "predict.h"
#include "rows.h"
#include "tally.h"
#include "verdict.h"

/* The options that both take; the letters are a, f:, m: and T:. */
enum { JUDGE_COLUMNS = ROWS_OPTIONS_END, JUDGE_NOW, JUDGE_STRICT,
	JUDGE_OPTIONS_END };
#define JUDGE_OPTIONS \
	{ "all", no_argument, NULL, 'a' }, \
	{ "columns", required_argument, NULL, JUDGE_COLUMNS }, \
	{ "format", required_argument, NULL, 'f' }, \
	{ "model", required_argument, NULL, 'm' }, \
	{ "now", required_argument, NULL, JUDGE_NOW }, \
	{ "strict", no_argument, NULL, JUDGE_STRICT }, \
	{ "threshold", required_argument, NULL, 'T' }

struct judge_model {
	const char	*path;		/* borrowed */
	double		 threshold;
	struct loaded	 loaded;
	struct kdd_predictor predictor;
	struct kdd_verdicts verdicts;
	struct kdd_alerts alerts;	/* if the output is JSON */
	struct tally	 tally;		/* see judge_count() */
};

struct judge {
	struct judge_model *model;	/* owned */
	size_t		 n;
	bool		 strict;	/* --strict: rows are to be sound */
	double		 threshold;	/* -T: of the next model */
	bool		 unused;	/* no model came behind it */
	bool		 all;		/* -a: every verdict is written */
	bool		 json;		/* -f json, -f eve */
	bool		 now_is_set;	/* --now */
	const char	*columns;	/* --columns, or NULL; borrowed */
	enum kdd_stream	 form;		/* of the verdicts: the rows' */
	char		 delimiter;
	struct kdd_alert_form alert_form;
	uint64_t	 rows;		/* that were judged */
	uint64_t	 reloads, failures;	/* of judge_reload(): models
					   that were changed, refused */
	struct loaded	 first;		/* whose schema is in use, if another
					   model has taken its place */
	struct kdd_schema wide;		/* it, and keys that are shown only */
};

/* Take one of JUDGE_OPTIONS with its optarg; false if ch is another. */
bool	judge_option(struct judge *j, int ch);
/* Exit 2 if the options that came do not go together. */
void	judge_check_options(const struct judge *j);
/* Load and verify them all, or exit 1 saying what is wrong. */
void	judge_load(struct judge *j);
/*
 * Make rows those of the first model's columns, in that form (-1: the model's
 * own), and the verdicts like them.
 */
void	judge_start(struct judge *j, struct rows *rows, int form);
/* From here on rows are of that form, or have another delimiter. */
void	judge_set_form(struct judge *j, enum kdd_stream form, char delimiter);
/*
 * For JSON: the rows are the schema's, with extra fields behind; or h has the
 * names of their fields, and view their columns.
 */
void	judge_set_schema(struct judge *j, uint32_t extra);
void	judge_set_header(struct judge *j, const struct kdd_header *h,
	    const struct kdd_view *view);
/* With --strict: is every number one, or missing?  Else the row is rejected. */
bool	judge_is_sound(const struct judge *j, struct rows *rows,
	    const struct kdd_row *row);
/* Append what is to be written of a row, the number-th of all. */
void	judge_row(struct judge *j, const struct kdd_row *row, uint64_t number,
	    struct kdd_buf *out);
/*
 * Read the models again and let each take its own place, between two rows;
 * one that cannot be read, is refused, or does not fit is named on stderr,
 * and the old one stays.
 */
void	judge_reload(struct judge *j);
/* Bring the tallies up to date, but for written, which always is. */
void	judge_count(struct judge *j);
/*
 * Tell on stderr, by column, what was odd in the values that paths asked for.
 * With quiet only of columns of which no value could be used.
 */
void	judge_report(struct judge *j, bool quiet);
/* "9 rows: 8 judged, 1 rejected (1 nul); 2 alerts of dos" into b. */
void	judge_summary(const struct judge *j, const struct rows *rows,
	    struct kdd_buf *b);
/*
 * Was each row judged or rejected?  If not, something is wrong with us, and
 * stderr says so.
 */
bool	judge_is_complete(const struct judge *j, const struct rows *rows);
void	judge_release(struct judge *j);

#endif
