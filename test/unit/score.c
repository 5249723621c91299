/* score: measures of known matrices, and tables that fit a line. */
#include <math.h>
#include <string.h>

#include "any.h"
#include "score.h"
#include "tap.h"

static bool
is_near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

/* The correlation of the first of two classes. */
static double
mcc(uint64_t tp, uint64_t fn, uint64_t fp, uint64_t tn)
{
	uint64_t count[] = { tp, fn, fp, tn };
	struct kdd_confusion c = { .n = 2, .count = count };

	return kdd_score_class(&c, 0).mcc;
}

static void
test_mcc(void)
{
	uint64_t large = (uint64_t)1 << 60;

	ok(is_near(mcc(2, 1, 1, 0), -1. / 3), "mcc of scikit-learn's example");
	ok(is_near(mcc(6, 2, 1, 3), 16 / sqrt(1120)), "mcc by hand");
	ok(is_near(mcc(90, 5, 4, 1), 70 / sqrt(267900)), "mcc of a vain F1");
	ok(is_near(mcc(10, 10, 5, 5), 0), "mcc of guesses is 0");
	ok(isnan(mcc(5, 0, 5, 0)) && isnan(mcc(5, 5, 0, 0)) &&
	    isnan(mcc(0, 5, 0, 5)) && isnan(mcc(0, 0, 5, 5)) &&
	    isnan(mcc(0, 0, 0, 0)), "mcc where a sum is 0");
	ok(is_near(mcc(large, 0, 0, 3 * large), 1) &&
	    is_near(mcc(0, large, 3 * large, 0), -1) &&
	    is_near(mcc(large, large, large, large), 0),
	    "mcc of as many rows as there can be");
}

static void
test_bounds(void)
{
	int wrong = 0;

	for (int i = 0; i < 100000; i++) {
		uint64_t a = 1 + (any() >> any_between(12, 63));
		uint64_t b = 1 + (any() >> any_between(12, 63));

		wrong += mcc(a, 0, 0, b) < 1 || mcc(a, 0, 0, b) > 1;
		wrong += !is_near(mcc(0, a, b, 0), -1);
		wrong += fabs(mcc(a, b, b / 3, a / 3 + 1)) > 1 + 1e-15;
	}
	ok(wrong == 0, "mcc is 1 without a mistake, and no more");
}

static void
test_classes(void)
{
	uint64_t count[] = { 5, 1, 0, 2, 7, 1, 0, 0, 4 };
	struct kdd_confusion c = { .n = 3, .count = count };
	struct kdd_class_score s = kdd_score_class(&c, 1);

	/* against both others: tp 7, fn 3, fp 1, tn 9 */
	ok(s.rows == 10 && is_near(s.precision, 7. / 8) &&
	    is_near(s.recall, .7) && is_near(s.f1, 14. / 18) &&
	    is_near(s.fpr, .1) && is_near(s.mcc, 60 / sqrt(8 * 10 * 10 * 12)),
	    "a class against all others");
}

static void
test_macro(void)
{
	/* c has no row, but a verdict; d has rows, but no verdict */
	uint64_t count[] = { 5, 1, 0, 0, 2, 7, 1, 0, 0, 0, 0, 0, 1, 3, 0, 0 };
	uint64_t none[4] = { 0 };
	struct kdd_confusion c = { .n = 4, .count = count };
	struct kdd_macro m = kdd_score_macro(&c);

	ok(is_near(m.precision, (5. / 8 + 7. / 11 + 0) / 3) &&
	    is_near(m.recall, (5. / 6 + 7. / 10 + 0) / 3) &&
	    is_near(m.f1, (10. / 14 + 14. / 21 + 0) / 3),
	    "macro averages are over the classes that have rows");
	c = (struct kdd_confusion){ .n = 2, .count = none };
	m = kdd_score_macro(&c);
	ok(isnan(m.precision) && isnan(m.recall) && isnan(m.f1) &&
	    isnan(kdd_confusion_accuracy(&c)), "macro averages of no rows");
}

/* Wrong verdicts of n kinds, on 2 rows each; 1 of the first, 9 of the last. */
static int
check_errors(uint32_t n, const char *end)
{
	char *name[40], text[40][8];
	uint64_t count[1600] = { 0 };
	struct kdd_confusion c = { .n = 40, .name = name, .count = count };
	struct kdd_buf b = KDD_BUF_INIT;
	int good;

	for (uint32_t i = 0; i < 40; i++) {
		snprintf(text[i], sizeof(text[i]), "c%02u", i);
		name[i] = text[i];
		count[i * 41] = 100;
	}
	for (uint32_t i = 0; i < n; i++)
		count[i * 40 + 39] = i == 0 ? 1 : i == n - 1 ? 9 : 2;
	kdd_score_table(&b, &c, (double)NAN, NULL);
	kdd_buf_char(&b, '\0');
	good = !b.failed && strlen(b.p) > strlen(end) &&
	    strcmp(b.p + strlen(b.p) - strlen(end), end) == 0;
	if (!good)
		printf("%s", b.p);
	kdd_buf_release(&b);
	return good;
}

static void
test_errors(void)
{
	ok(check_errors(3,
	    "actual      verdict       rows   (wrong verdicts)\n"
	    "c02             c39          9\n"
	    "c01             c39          2\n"
	    "c00             c39          1\n"), "most rows first");
	ok(check_errors(15, "c13             c39          2\n"
	    "c00             c39          1\n"), "15 kinds are all shown");
	ok(check_errors(16, "c14             c39          2\n"
	    "and 1 more, on 1 row\n"), "of 16 one is not");
	ok(check_errors(20, "c14             c39          2\n"
	    "and 5 more, on 9 rows\n"), "of 20 five are not");
}

static size_t
longest_line(const char *s)
{
	size_t longest = 0, n;

	for (; *s != '\0'; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		longest = n > longest ? n : longest;
	}
	return longest;
}

static void
check_lines(char **name, const double *auc, const char *want, const char *what)
{
	uint64_t count[] = { 99987654, 12345, 54321, 7 };
	struct kdd_confusion c = { .n = 2, .name = name, .count = count };
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_score_lines(&b, &c, (double)NAN, auc);
	kdd_buf_char(&b, '\0');
	if (!ok(!b.failed && longest_line(b.p) <= 80 &&
	    strcmp(b.p, want) == 0, "%s", what))
		printf("%s", b.p);
	kdd_buf_release(&b);
}

static void
test_lines(void)
{
	char *shorter[] = { "buffer_overflow", "b" };
	char *longer[] = { "buffer_overflows", "b" };
	double auc[] = { 0.75, (double)NAN };

	check_lines(shorter, NULL,
	    "accuracy 0.999334 (99987661 of 100054327 rows)\n"
	    "balanced 0.500003 (macro: precision 0.500012, recall 0.500003, "
	    "F1 0.499938)\n"
	    "class               rows precision   recall       F1       MCC"
	    "  FP rate\n"
	    "buffer_overflow 99999999  0.999457 0.999877 0.999667  0.000011"
	    " 0.999871\n"
	    "b                  54328  0.000567 0.000129 0.000210  0.000011"
	    " 0.000123\n", "no areas");
	check_lines(shorter, auc,
	    "accuracy 0.999334 (99987661 of 100054327 rows)\n"
	    "balanced 0.500003 (macro: precision 0.500012, recall 0.500003, "
	    "F1 0.499938)\n"
	    "class               rows precision   recall       F1       MCC"
	    "  FP rate  ROC AUC\n"
	    "buffer_overflow 99999999  0.999457 0.999877 0.999667  0.000011"
	    " 0.999871 0.750000\n"
	    "b                  54328  0.000567 0.000129 0.000210  0.000011"
	    " 0.000123        -\n", "areas");
	check_lines(longer, auc,
	    "accuracy 0.999334 (99987661 of 100054327 rows)\n"
	    "balanced 0.500003 (macro: precision 0.500012, recall 0.500003, "
	    "F1 0.499938)\n"
	    "class               rows precision   recall       F1       MCC"
	    "  FP rate  ROC AUC\n"
	    "buffer_overflows\n"
	    "                99999999  0.999457 0.999877 0.999667  0.000011"
	    " 0.999871 0.750000\n"
	    "b                  54328  0.000567 0.000129 0.000210  0.000011"
	    " 0.000123        -\n",
	    "a name that does not fit");
}

static void
test_members(void)
{
	char *name[] = { "a", "b\"" };
	double auc[] = { 0.75, (double)NAN };
	uint64_t count[] = { 2, 1, 1, 0 };
	struct kdd_confusion c = { .n = 2, .name = name, .count = count };
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_score_members(&b, &c, 1.5, auc);
	kdd_buf_char(&b, '\0');
	ok(!b.failed && strcmp(b.p,
	    "\"rows\":4,\"right\":2,\"accuracy\":0.500000,"
	    "\"balanced_accuracy\":0.333333,\"macro\":{"
	    "\"precision\":0.333333,\"recall\":0.333333,\"f1\":0.333333},"
	    "\"cost\":1.500000,\"classes\":{"
	    "\"a\":{\"rows\":3,\"precision\":0.666667,\"recall\":0.666667,"
	    "\"f1\":0.666667,\"mcc\":-0.333333,"
	    "\"false_positive_rate\":1.000000,\"roc_auc\":0.750000,"
	    "\"verdicts\":{\"a\":2,\"b\\\"\":1}},"
	    "\"b\\\"\":{\"rows\":1,\"precision\":0.000000,"
	    "\"recall\":0.000000,\"f1\":0.000000,\"mcc\":-0.333333,"
	    "\"false_positive_rate\":0.333333,\"roc_auc\":null,"
	    "\"verdicts\":{\"a\":1,\"b\\\"\":0}}}") == 0, "areas in JSON");
	b.n = 0;
	kdd_score_tsv(&b, "m", &c, (double)NAN, auc);
	kdd_buf_char(&b, '\0');
	ok(!b.failed && strstr(b.p, "m\tfpr\ta\t-\t1.000000\n"
	    "m\troc_auc\ta\t-\t0.750000\nm\trows\ta\ta\t2\n") != NULL &&
	    strstr(b.p, "m\troc_auc\t\"b\\\"\"\t-\t-\n") != NULL,
	    "areas in TSV");
	kdd_buf_release(&b);
}

int
main(void)
{
	test_mcc();
	test_bounds();
	test_classes();
	test_macro();
	test_errors();
	test_lines();
	test_members();
	return tap_done();
}
