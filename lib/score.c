#include "score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"

#define LINE_WIDTH 80
#define ERRORS 15	/* lines of wrong verdicts */

/* Cells of a class's line: the space before each, and what it may hold. */
enum { ROWS = 1 + 8, SHARE = 1 + 8, WIDE = 1 + 9 };

int
kdd_confusion_init(struct kdd_confusion *c, uint32_t n, char *const *name)
{
	*c = (struct kdd_confusion){ .n = n, .name = name };
	c->count = calloc((size_t)n * n, sizeof(*c->count));
	return c->count != NULL ? 0 : -1;
}

void
kdd_confusion_release(struct kdd_confusion *c)
{
	free(c->count);
	*c = (struct kdd_confusion){ 0 };
}

uint64_t
kdd_confusion_rows(const struct kdd_confusion *c)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < (size_t)c->n * c->n; i++)
		sum += c->count[i];
	return sum;
}

uint64_t
kdd_confusion_right(const struct kdd_confusion *c)
{
	uint64_t sum = 0;

	for (size_t k = 0; k < c->n; k++)
		sum += c->count[k * c->n + k];
	return sum;
}

static double
ratio(uint64_t a, uint64_t b)
{
	return b > 0 ? (double)a / (double)b : (double)NAN;
}

/* Whole numbers as far as they go: without a mistake it is 1 exactly. */
static double
correlation(uint64_t tp, uint64_t fp, uint64_t fn, uint64_t tn)
{
	__int128 product = (__int128)tp * tn - (__int128)fp * fn;
	__int128 class = (__int128)(tp + fp) * (tp + fn);
	__int128 rest = (__int128)(tn + fp) * (tn + fn);

	if (class == 0 || rest == 0)
		return (double)NAN;
	return (double)product / (sqrt((double)class) * sqrt((double)rest));
}

double
kdd_confusion_accuracy(const struct kdd_confusion *c)
{
	return ratio(kdd_confusion_right(c), kdd_confusion_rows(c));
}

/* Of class k, where the matrix has so many rows. */
static struct kdd_class_score
class_score(const struct kdd_confusion *c, uint32_t k, uint64_t all)
{
	uint64_t tp = c->count[(size_t)k * c->n + k], fn = 0, fp = 0;

	for (size_t i = 0; i < c->n; i++) {
		fn += c->count[k * (size_t)c->n + i];
		fp += c->count[i * c->n + k];
	}
	fn -= tp;
	fp -= tp;
	return (struct kdd_class_score){
		.rows = tp + fn,
		.precision = ratio(tp, tp + fp),
		.recall = ratio(tp, tp + fn),
		.f1 = ratio(2 * tp, 2 * tp + fp + fn),
		.mcc = correlation(tp, fp, fn, all - tp - fp - fn),
		.fpr = ratio(fp, all - tp - fn),
	};
}

struct kdd_class_score
kdd_score_class(const struct kdd_confusion *c, uint32_t k)
{
	return class_score(c, k, kdd_confusion_rows(c));
}

struct kdd_macro
kdd_score_macro(const struct kdd_confusion *c)
{
	uint64_t all = kdd_confusion_rows(c);
	struct kdd_macro m = { 0, 0, 0 };
	uint32_t n = 0;

	for (uint32_t k = 0; k < c->n; k++) {
		struct kdd_class_score s = class_score(c, k, all);

		if (s.rows == 0)
			continue;
		m.precision += isnan(s.precision) ? 0 : s.precision;
		m.recall += s.recall;
		m.f1 += s.f1;
		n++;
	}
	m.precision /= n;	/* 0 by 0 is NaN */
	m.recall /= n;
	m.f1 /= n;
	return m;
}

void
kdd_score_measure(struct kdd_buf *b, double v, const char *undefined)
{
	if (isnan(v))
		kdd_buf_puts(b, undefined);
	else
		kdd_buf_printf(b, "%.6f", v);
}

/* A cell of a table, flush right. */
static void
add_cell(struct kdd_buf *b, int width, double v)
{
	if (isnan(v))
		kdd_buf_printf(b, "%*s", width, "-");
	else
		kdd_buf_printf(b, "%*.6f", width, v);
}

static int
name_width(const struct kdd_confusion *c, int min, int max)
{
	int width = min;

	for (uint32_t k = 0; k < c->n; k++)
		if ((int)strlen(c->name[k]) > width)
			width = (int)strlen(c->name[k]);
	return width < max ? width : max;
}

/* Does entry i, which is no right verdict, come before entry j? */
static bool
is_before(const struct kdd_confusion *c, size_t i, size_t j)
{
	return c->count[i] > c->count[j] ||
	    (c->count[i] == c->count[j] && i < j);
}

/* Which wrong verdicts come behind the last ones; n * n: no others do. */
static size_t
next_error(const struct kdd_confusion *c, size_t last)
{
	size_t n = (size_t)c->n * c->n, next = n;

	for (size_t i = 0; i < n; i++)
		if (i / c->n != i % c->n && c->count[i] > 0 &&
		    (last == n || is_before(c, last, i)) &&
		    (next == n || is_before(c, i, next)))
			next = i;
	return next;
}

/* Of a matrix too wide for a line, what is off its diagonal. */
static void
add_errors(struct kdd_buf *b, const struct kdd_confusion *c, int width,
    int cell)
{
	size_t n = (size_t)c->n * c->n, kinds = 0, at = n;
	uint64_t rows = kdd_confusion_rows(c) - kdd_confusion_right(c);

	for (size_t i = 0; i < n; i++)
		kinds += i / c->n != i % c->n && c->count[i] > 0;
	kdd_buf_printf(b, "%-*s %*s %10s   (wrong verdicts)\n", width,
	    "actual", cell, "verdict", "rows");
	for (int i = 0; i < ERRORS && (at = next_error(c, at)) < n; i++) {
		kdd_buf_printf(b, "%-*s %*s %10llu\n", width,
		    c->name[at / c->n], cell, c->name[at % c->n],
		    (unsigned long long)c->count[at]);
		rows -= c->count[at];
	}
	if (kinds > ERRORS)
		kdd_buf_printf(b, "and %zu more, on %llu row%s\n",
		    kinds - ERRORS, (unsigned long long)rows,
		    rows == 1 ? "" : "s");
}

static void
add_matrix(struct kdd_buf *b, const struct kdd_confusion *c, int width,
    int cell)
{
	kdd_buf_printf(b, "%-*s", width, "actual");
	for (uint32_t k = 0; k < c->n; k++)
		kdd_buf_printf(b, " %*s", cell, c->name[k]);
	kdd_buf_puts(b, "   <- verdict\n");
	for (size_t i = 0; i < c->n; i++) {
		kdd_buf_printf(b, "%-*s", width, c->name[i]);
		for (size_t k = 0; k < c->n; k++)
			kdd_buf_printf(b, " %*llu", cell,
			    (unsigned long long)c->count[i * c->n + k]);
		kdd_buf_char(b, '\n');
	}
}

/* A name that is longer than the column has a line of its own. */
static void
add_name(struct kdd_buf *b, int width, const char *name)
{
	kdd_buf_printf(b, "%-*s", width, name);
	if (strlen(name) > (size_t)width)
		kdd_buf_printf(b, "\n%*s", width, "");
}

static void
add_classes(struct kdd_buf *b, const struct kdd_confusion *c,
    const double *auc)
{
	int cells = ROWS + 2 * WIDE + (auc != NULL ? 4 : 3) * SHARE;
	int width = name_width(c, 8, LINE_WIDTH - cells);

	kdd_buf_printf(b, "%-*s%*s%*s%*s%*s%*s%*s", width, "class", ROWS,
	    "rows", WIDE, "precision", SHARE, "recall", SHARE, "F1", WIDE,
	    "MCC", SHARE, "FP rate");
	kdd_buf_puts(b, auc != NULL ? "  ROC AUC\n" : "\n");
	for (uint32_t k = 0; k < c->n; k++) {
		struct kdd_class_score s = kdd_score_class(c, k);

		add_name(b, width, c->name[k]);
		kdd_buf_printf(b, " %*llu", ROWS - 1,
		    (unsigned long long)s.rows);
		add_cell(b, WIDE, s.precision);
		add_cell(b, SHARE, s.recall);
		add_cell(b, SHARE, s.f1);
		add_cell(b, WIDE, s.mcc);
		add_cell(b, SHARE, s.fpr);
		if (auc != NULL)
			add_cell(b, SHARE, auc[k]);
		kdd_buf_char(b, '\n');
	}
}

static void
add_macro(struct kdd_buf *b, const struct kdd_confusion *c)
{
	struct kdd_macro m = kdd_score_macro(c);

	kdd_buf_puts(b, "balanced ");
	kdd_score_measure(b, m.recall, "-");
	kdd_buf_puts(b, " (macro: precision ");
	kdd_score_measure(b, m.precision, "-");
	kdd_buf_puts(b, ", recall ");
	kdd_score_measure(b, m.recall, "-");
	kdd_buf_puts(b, ", F1 ");
	kdd_score_measure(b, m.f1, "-");
	kdd_buf_puts(b, ")\n");
}

void
kdd_score_lines(struct kdd_buf *b, const struct kdd_confusion *c,
    double cost, const double *auc)
{
	uint64_t rows = kdd_confusion_rows(c), right = kdd_confusion_right(c);

	kdd_buf_puts(b, "accuracy ");
	kdd_score_measure(b, ratio(right, rows), "-");
	kdd_buf_printf(b, " (%llu of %llu row%s)\n",
	    (unsigned long long)right, (unsigned long long)rows,
	    rows == 1 ? "" : "s");
	add_macro(b, c);
	if (!isnan(cost))
		kdd_buf_printf(b, "cost     %.6f a row\n", cost);
	add_classes(b, c, auc);
}

void
kdd_score_table(struct kdd_buf *b, const struct kdd_confusion *c,
    double cost, const double *auc)
{
	int width = name_width(c, 8, 64), cell = name_width(c, 10, 64);

	kdd_score_lines(b, c, cost, auc);
	if (width + (int)c->n * (cell + 1) <= LINE_WIDTH)
		add_matrix(b, c, width, cell);
	else if (kdd_confusion_right(c) < kdd_confusion_rows(c))
		add_errors(b, c, width, cell);
}
