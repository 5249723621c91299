/*
 * words - numbers distinct 64-bit words in the order of their first coming
 *
 * As dict does with strings.  Costs 8 bytes for each and 8 to 16 to find it.
 */
#ifndef KDD_WORDS_H
#define KDD_WORDS_H

#include "dict.h"

struct kdd_words {		/* all zero: empty */
	uint64_t	*word;	/* [n], owned */
	uint32_t	 n, room;
	uint32_t	*slot;	/* [nslot], owned: id + 1, or 0 */
	uint32_t	 nslot;	/* a power of two, or 0 */
	uint64_t	 seed;	/* of slots: the struct itself may move */
};

/*
 * To find a word among many takes two fetches from memory.  Those of several
 * words overlap if for each of them the first is begun, by kdd_words_begin(),
 * then the second, then the word is found.  Nothing may be added meanwhile.
 */
uint32_t kdd_words_begin(const struct kdd_words *d, uint64_t word);
void	 kdd_words_go_on(const struct kdd_words *d, uint32_t begun);
/* The word's number, or KDD_NONE. */
uint32_t kdd_words_find(const struct kdd_words *d, uint64_t word,
	    uint32_t begun);
/* The same, added if it is new; KDD_NONE when out of memory or at 2^30. */
uint32_t kdd_words_add(struct kdd_words *d, uint64_t word);
void	 kdd_words_release(struct kdd_words *d);

#endif
