#include "score.h"

#include <math.h>
#include <stdio.h>

#include "json.h"
#include "token.h"

static void
json_measure(struct kdd_buf *b, const char *key, double v)
{
	kdd_buf_printf(b, ",\"%s\":", key);
	kdd_score_measure(b, v, "null");
}

static void
json_class(struct kdd_buf *b, const struct kdd_confusion *c, uint32_t k,
    const double *auc)
{
	struct kdd_class_score s = kdd_score_class(c, k);

	kdd_json_string(b, c->name[k]);
	kdd_buf_printf(b, ":{\"rows\":%llu", (unsigned long long)s.rows);
	json_measure(b, "precision", s.precision);
	json_measure(b, "recall", s.recall);
	json_measure(b, "f1", s.f1);
	json_measure(b, "mcc", s.mcc);
	json_measure(b, "false_positive_rate", s.fpr);
	if (auc != NULL)
		json_measure(b, "roc_auc", auc[k]);
	kdd_buf_puts(b, ",\"verdicts\":{");
	for (uint32_t v = 0; v < c->n; v++) {
		if (v > 0)
			kdd_buf_char(b, ',');
		kdd_json_string(b, c->name[v]);
		kdd_buf_char(b, ':');
		kdd_buf_u64(b, c->count[(size_t)k * c->n + v]);
	}
	kdd_buf_puts(b, "}}");
}

void
kdd_score_members(struct kdd_buf *b, const struct kdd_confusion *c,
    double cost, const double *auc)
{
	struct kdd_macro m = kdd_score_macro(c);

	kdd_buf_printf(b, "\"rows\":%llu,\"right\":%llu",
	    (unsigned long long)kdd_confusion_rows(c),
	    (unsigned long long)kdd_confusion_right(c));
	json_measure(b, "accuracy", kdd_confusion_accuracy(c));
	json_measure(b, "balanced_accuracy", m.recall);
	kdd_buf_puts(b, ",\"macro\":{\"precision\":");
	kdd_score_measure(b, m.precision, "null");
	json_measure(b, "recall", m.recall);
	json_measure(b, "f1", m.f1);
	kdd_buf_char(b, '}');
	if (!isnan(cost))
		json_measure(b, "cost", cost);
	kdd_buf_puts(b, ",\"classes\":{");
	for (uint32_t k = 0; k < c->n; k++) {
		if (k > 0)
			kdd_buf_char(b, ',');
		json_class(b, c, k, auc);
	}
	kdd_buf_char(b, '}');
}

void
kdd_score_json(struct kdd_buf *b, const char *model,
    const struct kdd_confusion *c, double cost, const double *auc)
{
	kdd_buf_puts(b, "{\"model\":");
	kdd_json_string(b, model);
	kdd_buf_char(b, ',');
	kdd_score_members(b, c, cost, auc);
	kdd_buf_puts(b, "}\n");
}

static void
tsv_start(struct kdd_buf *b, const char *model, const char *measure,
    const char *class, const char *verdict)
{
	kdd_buf_printf(b, "%s\t%s\t", model, measure);
	kdd_token_add(b, class);	/* a class may hold a tab */
	kdd_buf_char(b, '\t');
	kdd_token_add(b, verdict);
	kdd_buf_char(b, '\t');
}

static void
tsv_measure(struct kdd_buf *b, const char *model, const char *measure,
    const char *class, double v)
{
	tsv_start(b, model, measure, class, "-");
	kdd_score_measure(b, v, "-");
	kdd_buf_char(b, '\n');
}

void
kdd_score_tsv(struct kdd_buf *b, const char *model,
    const struct kdd_confusion *c, double cost, const double *auc)
{
	struct kdd_macro m = kdd_score_macro(c);

	tsv_measure(b, model, "accuracy", "-", kdd_confusion_accuracy(c));
	tsv_measure(b, model, "balanced", "-", m.recall);
	tsv_measure(b, model, "macro_precision", "-", m.precision);
	tsv_measure(b, model, "macro_recall", "-", m.recall);
	tsv_measure(b, model, "macro_f1", "-", m.f1);
	if (!isnan(cost))
		tsv_measure(b, model, "cost", "-", cost);
	for (uint32_t k = 0; k < c->n; k++) {
		struct kdd_class_score s = kdd_score_class(c, k);

		tsv_measure(b, model, "precision", c->name[k], s.precision);
		tsv_measure(b, model, "recall", c->name[k], s.recall);
		tsv_measure(b, model, "f1", c->name[k], s.f1);
		tsv_measure(b, model, "mcc", c->name[k], s.mcc);
		tsv_measure(b, model, "fpr", c->name[k], s.fpr);
		if (auc != NULL)
			tsv_measure(b, model, "roc_auc", c->name[k], auc[k]);
		for (uint32_t v = 0; v < c->n; v++) {
			tsv_start(b, model, "rows", c->name[k], c->name[v]);
			kdd_buf_u64(b, c->count[(size_t)k * c->n + v]);
			kdd_buf_char(b, '\n');
		}
	}
}

struct lines {
	struct kdd_buf	*b;
	const char	*model, *class;
	uint64_t	 tp, fp;	/* of all rows */
};

static void
add_share(const struct lines *l, const char *measure, const char *at,
    uint64_t part, uint64_t whole)
{
	tsv_start(l->b, l->model, measure, l->class, at);
	kdd_score_measure(l->b, whole > 0 ? (double)part / (double)whole :
	    (double)NAN, "-");
	kdd_buf_char(l->b, '\n');
}

static void
find_totals(void *arg, uint32_t millionths, uint64_t tp, uint64_t fp)
{
	struct lines *l = arg;

	(void)millionths;
	l->tp = tp;
	l->fp = fp;
}

static void
add_point(void *arg, uint32_t millionths, uint64_t tp, uint64_t fp)
{
	const struct lines *l = arg;
	char at[16];

	snprintf(at, sizeof(at), "%u.%06u", millionths / 1000000,
	    millionths % 1000000);
	add_share(l, "recall_at", at, tp, l->tp);
	add_share(l, "fpr_at", at, fp, l->fp);
	add_share(l, "precision_at", at, tp, tp + fp);
}

void
kdd_score_tsv_curve(struct kdd_buf *b, const char *model, const char *class,
    const struct kdd_curve *curve)
{
	struct lines l = { b, model, class, 0, 0 };

	tsv_measure(b, model, "average_precision", class,
	    kdd_curve_average_precision(curve));
	kdd_curve_each(curve, find_totals, &l);
	kdd_curve_each(curve, add_point, &l);
}
