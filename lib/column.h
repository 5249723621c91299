/*
 * column - the values of one column of a table, and the code of each row's
 *
 * While rows come in, codes are provisional: 1 for the value that came first,
 * and so on; 0 is missing.  Finished, codes are in the order of the values.
 */
#ifndef KDD_COLUMN_H
#define KDD_COLUMN_H

#include "codes.h"
#include "memo.h"
#include "numbers.h"
#include "schema.h"
#include "word.h"
#include "words.h"

struct kdd_table_column {
	struct kdd_memo	 memo;		/* until it is finished */
	struct kdd_codes code;		/* of each row */
	enum kdd_kind	 kind;		/* KDD_NUMBER or KDD_CATEGORY; until
					   it is finished KDD_UNDECIDED too */
	uint32_t	 column;	/* in the schema */
	uint32_t	 nvalues;	/* codes run from 1 to nvalues */
	struct kdd_words words;		/* until it is finished; see column.c */
	struct kdd_numbers numbers;	/* of a number that is finished:
					   value[code - 1] */
	struct kdd_dict	 text;		/* of a category: in order of coming */
	uint32_t	*order;		/* [nvalues]: text's numbers in byte
					   order; NULL for a number */
	uint32_t	 nodd;		/* of an undecided column that became a
					   category: values that are none, */
	uint32_t	 odd;		/* the first of them among the texts */
};

void	kdd_column_init(struct kdd_table_column *c, enum kdd_kind kind,
	    uint32_t column);

/* A field that was read, whose value the column may not have yet. */
struct kdd_value {
	struct kdd_span	 text;		/* borrowed */
	uint64_t	 word;
	uint32_t	 begun;		/* see words.h */
};

enum kdd_met {
	KDD_MET,		/* *code is the value's */
	KDD_BEGUN,		/* *v is to be looked for */
	KDD_NEW,		/* *v is to be added if the row is taken */
	KDD_UNREADABLE		/* no number, where there has to be one */
};

/*
 * A text as a word, if it is short enough for the memo: 0 if it is empty, and
 * KDD_LONG if it is long.  The 8 bytes from a text that starts before safe
 * may be read.
 */
#define KDD_LONG UINT64_MAX

static inline uint64_t
kdd_column_word(const char *p, size_t n, const char *safe)
{
	if (n - 1 >= KDD_MEMO_BYTES)
		return n == 0 ? 0 : KDD_LONG;
	return p < safe ? kdd_word8(p) & UINT64_MAX >> (64 - 8 * n) :
	    kdd_word(p, n);
}

/*
 * Look for the value of a text that the memo does not have.  Changes nothing
 * that can be seen: a row may still be rejected.
 */
enum kdd_met kdd_column_begin(struct kdd_table_column *c,
	    struct kdd_span text, uint32_t *code, struct kdd_value *v);
/* What was begun, with kdd_words_go_on() in between: KDD_MET or KDD_NEW. */
enum kdd_met kdd_column_find(struct kdd_table_column *c, uint32_t *code,
	    const struct kdd_value *v);
/* The code of a value that was new, or KDD_NONE when out of memory. */
uint32_t kdd_column_add(struct kdd_table_column *c,
	    const struct kdd_value *v);
/*
 * Sort the values, decide what an undecided column is, and give each row its
 * final code.  Returns 0, or -1 when out of memory.
 */
int	kdd_column_finish(struct kdd_table_column *c);
/* A hash of each value, [nvalues + 1] by its code; 0 has that of missing. */
void	kdd_column_hash(const struct kdd_table_column *c, uint64_t seed,
	    uint64_t *hash);
/* A category's text, by its code > 0. */
const char *kdd_column_text(const struct kdd_table_column *c, uint32_t code);
void	kdd_column_release(struct kdd_table_column *c);

#endif
