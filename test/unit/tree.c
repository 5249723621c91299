/* Trees that break a rule are refused; tokens and names come back. */
#include <math.h>
#include <string.h>

#include "tap.h"
#include "token.h"
#include "tree.h"

static const uint32_t both[2] = { 1, 1 }, first[2] = { 1, 0 };
static const uint32_t second[2] = { 0, 1 };

/* x0 <= 5 ? 0 : 1, with one thing changed before it is checked. */
static void
build(struct kdd_tree *t)
{
	struct kdd_node nd = { .test = KDD_LE, .cut = 5, .right = 2 };
	struct kdd_node leaf = { .test = KDD_LEAF };

	kdd_tree_init(t, 2);
	kdd_tree_add(t, &nd, both, NULL);
	kdd_tree_add(t, &leaf, first, NULL);
	leaf.label = 1;
	kdd_tree_add(t, &leaf, second, NULL);
}

static void
test_check(void)
{
	struct kdd_tree t;

	build(&t);
	ok(kdd_tree_check(&t, 1) == NULL, "a sound tree passes");
	ok(kdd_tree_leaves(&t) == 2 && kdd_tree_depth(&t) == 1, "its size");
	ok(kdd_tree_check(&t, 0) != NULL, "a column too high");
	t.node[0].right = 1;
	ok(kdd_tree_check(&t, 1) != NULL, "a child that is its sibling");
	t.node[0].right = 0;
	ok(kdd_tree_check(&t, 1) != NULL, "a cycle");
	t.node[0].right = 3;
	ok(kdd_tree_check(&t, 1) != NULL, "a child beyond the end");
	t.node[0].right = 2;
	t.node[0].cut = INFINITY;
	ok(kdd_tree_check(&t, 1) != NULL, "an infinite cut");
	t.node[0].cut = NAN;
	ok(kdd_tree_check(&t, 1) != NULL, "a cut that is no number");
	t.node[0].cut = 5;
	t.node[1].label = 2;
	ok(kdd_tree_check(&t, 1) != NULL, "a class too high");
	t.node[1].label = 0;
	t.count[0] = 7;
	ok(kdd_tree_check(&t, 1) != NULL, "counts that do not add up");
	t.count[0] = 1;
	t.node[1].test = KDD_LE;
	t.node[1].right = 2;
	ok(kdd_tree_check(&t, 1) != NULL, "two parents of a node");
	kdd_tree_release(&t);
	ok(kdd_tree_check(&t, 1) != NULL, "no node at all");
}

static void
test_steps(void)
{
	struct kdd_node nd = { .test = KDD_IN, .nset = 3, .right = 2 };
	const uint32_t set[3] = { 2, 5, 9 };
	struct kdd_tree t;
	int wrong = 0;

	build(&t);
	ok(kdd_tree_next_number(&t, 0, 5) == 1, "the cut itself goes left");
	ok(kdd_tree_next_number(&t, 0, nextafter(5, 6)) == 2,
	    "the next double goes right");
	ok(kdd_tree_next_number(&t, 0, NAN) == 2, "missing goes right");
	t.node[0].missing_left = 1;
	ok(kdd_tree_next_number(&t, 0, NAN) == 1, "or left");
	kdd_tree_release(&t);

	kdd_tree_init(&t, 2);
	kdd_tree_add(&t, &nd, both, set);
	for (uint32_t c = 0; c < 12; c++)
		wrong += kdd_tree_next_code(&t, 0, c) !=
		    (c == 2 || c == 5 || c == 9 ? 1u : 2u);
	ok(wrong == 0, "what is in the set goes left");
	kdd_tree_release(&t);
}

static void
round_trip(const char *const *word, int n)
{
	struct kdd_buf b = KDD_BUF_INIT;
	char *s, *tok;
	int wrong = 0;

	for (int i = 0; i < n; i++) {
		if (i > 0)
			kdd_buf_char(&b, ' ');
		kdd_token_add(&b, word[i]);
		kdd_buf_char(&b, ' ');
		kdd_token_quote(&b, word[i]);
	}
	kdd_buf_char(&b, '\0');
	s = b.p;
	for (int i = 0; i < 2 * n; i++)
		wrong += kdd_token_next(&s, &tok) != 1 ||
		    strcmp(tok, word[i / 2]) != 0;
	ok(wrong == 0 && kdd_token_next(&s, &tok) == 0, "%d tokens", n);
	kdd_buf_release(&b);
}

static void
refuse(const char *line)
{
	char copy[64], *s = copy, *tok;
	int rc;

	strcpy(copy, line);
	while ((rc = kdd_token_next(&s, &tok)) == 1)
		continue;
	ok(rc == -1, "refused: %s", line);
}

static void
test_tokens(void)
{
	static const char *const words[] = {
		"plain", "", "two words", "q\"uote", "back\\slash",
		"line\nfeed", "\x01\x7f", "M\xc3\xbcller", "\xff\xfe", ":",
		"*/", "?\?/", "%s", "\"", "\\x41", " ",
	};

	round_trip(words, (int)(sizeof(words) / sizeof(*words)));
	round_trip(words, 1);
	refuse(" x");
	refuse("x ");
	refuse("x  y");
	refuse("\"open");
	refuse("\"a\"b");
	refuse("\"\\q\"");
	refuse("\"\\x4\"");
	refuse("\"\\x00\"");
	refuse("\"a\" ");
	refuse("a\"b");
	refuse("a\tb");
}

int
main(void)
{
	test_check();
	test_steps();
	test_tokens();
	return tap_done();
}
