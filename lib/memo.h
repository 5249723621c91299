/*
 * memo - the codes of a column's short texts that were met before
 *
 * Most fields of connection records are a few bytes long and come again and
 * again: then what they mean need not be found out anew.  A text of up to 8
 * bytes, none of them NUL, is a word (word.h).  A memo may forget: of the
 * words that share a pair of slots it holds the two that were kept last.
 * Memory: up to 32 bytes for each, and no more than 64 KiB.
 */
#ifndef KDD_MEMO_H
#define KDD_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KDD_MEMO_BYTES 8	/* of the longest text */

struct kdd_memo_slot {
	uint64_t word;		/* 0: empty, and the empty text, whose
				   code is 0 */
	uint32_t code;
};

struct kdd_memo {
	struct kdd_memo_slot *slot;	/* [1 << (64 - shift)][2], owned */
	uint32_t shift, kept;
};

void	kdd_memo_init(struct kdd_memo *m);	/* allocates nothing */

/* The slots where the word may be. */
static inline struct kdd_memo_slot *
kdd_memo_pair(const struct kdd_memo *m, uint64_t word)
{
	return m->slot + 2 * (word * 0x9e3779b97f4a7c15u >> m->shift);
}

/* Is the word in that pair?  Then *code is its code, else anything. */
static inline bool
kdd_memo_at(const struct kdd_memo_slot *pair, uint64_t word, uint32_t *code)
{
	pair += pair->word != word;
	*code = pair->code;
	return pair->word == word;
}

/* Without memory for it, it is not kept. */
void	kdd_memo_keep(struct kdd_memo *m, uint64_t word, uint32_t code);
void	kdd_memo_release(struct kdd_memo *m);

#endif
