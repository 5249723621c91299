/* report: a filled struct as text and as JSON. */
#include <math.h>
#include <string.h>

#include "report.h"
#include "tap.h"
#include "version.h"

static char *classes[] = { "dos", "normal" };
static struct kdd_node nodes[] = {
	{ .test = KDD_LE, .right = 2, .cut = 1 },
	{ .test = KDD_LEAF }, { .test = KDD_LEAF, .label = 1 }
};
static uint32_t counts[] = { 4, 6, 4, 1, 0, 5 };
static uint64_t training[] = { 4, 0, 1, 5 }, cv[] = { 3, 1, 0, 6 };
static double cv_auc[] = { 0.875, 0.875 };
static struct kdd_hits hits[] = { { 4, 3 }, { 0, 0 }, { 0, 0 }, { 6, 6 } };
static uint32_t fold_leaves[] = { 2, 1 };
static uint64_t dealt[] = { 3, 5 };
static struct kdd_rejects rejects[] = { { "fields", 2 }, { "value", 1 },
	{ NULL, 0 } };
static double training_auc[] = { 0.9, (double)NAN };
static double importance[14];
static bool quiet[] = { false, true };
static struct kdd_column columns[14];
static struct kdd_table_column features[14];
static struct kdd_option options[] = { { "criterion", "gini" } };
static struct kdd_alpha alphas[40];
static uint32_t suspects[] = { 0, 2, 3, 4 };
static struct kdd_novel novel[] = {
	{ .label = 0, .class = 0, .rows = 8, .alerted = 6, .own = 4,
	    .judged = true },
	{ .label = 1, .class = 0, .rows = 4, .alerted = 1, .judged = true },
	{ .label = 2, .class = 0, .rows = 100 }
};

/* What a report borrows; each test fills it anew and changes a little. */
static struct {
	struct kdd_model model;
	struct kdd_table table;
	struct kdd_audit audit;
	struct kdd_folds folds;
	struct kdd_validation validation;
	struct kdd_alphas alphas;
	struct kdd_report r;
} x;

static char *names[] = {
	"duration", "a \"b\"", "c02", "c03", "c04", "c05", "c06", "c07", "c08",
	"c09", "c10", "c11", "c12", "class"
};

static void
fill_table(void)
{
	for (uint32_t i = 0; i < 14; i++) {
		columns[i] = (struct kdd_column){ .name = names[i],
		    .kind = i < 13 ? KDD_NUMBER : KDD_LABEL };
		features[i].column = i;
		features[i].nvalues = 100 + i;
	}
	x.table = (struct kdd_table){ .column = features, .ncolumns = 13,
	    .nrows = 9, .total = 10, .nunits = 8 };
	kdd_dict_init(&x.table.labels);
	kdd_dict_add(&x.table.labels, "smurf", 5);
	kdd_dict_add(&x.table.labels, "tear\tdrop", 9);
	kdd_dict_add(&x.table.labels, "land", 4);
	x.audit = (struct kdd_audit){ .most_copies = 2, .conflict_units = 1,
	    .conflict_rows = 3, .lost_rows = 1, .majority = 1,
	    .majority_accuracy = 0.6, .best_column = 1,
	    .column_accuracy = 0.75, .held_out = true, .ntableless = 2 };
}

static void
fill(void)
{
	struct kdd_model *m = &x.model;

	kdd_dict_release(&x.table.labels);
	memset(&x, 0, sizeof(x));
	fill_table();
	kdd_model_init(m);
	strcpy(m->name, "m");
	m->schema.column = columns;
	m->schema.ncolumns = 14;
	m->classes.name = classes;
	m->classes.quiet = quiet;
	m->classes.n = 2;
	m->option = options;
	m->noptions = 1;
	m->rows = 10;
	m->distinct = 9;
	m->cv = (struct kdd_confusion){ 2, classes, cv };
	m->tree = (struct kdd_tree){ .node = nodes, .n = 3, .count = counts,
	    .nclasses = 2 };
	x.folds = (struct kdd_folds){ .kind = KDD_FOLD_UNITS, .k = 2,
	    .dealt = dealt };
	memset(importance, 0, sizeof(importance));
	importance[0] = 1;
	x.validation = (struct kdd_validation){ .auc = cv_auc, .hits = hits,
	    .leaves = fold_leaves, .accuracy = { 1.8, 0.8, 1, 2 } };
	x.r = (struct kdd_report){ .model = m, .table = &x.table,
	    .audit = &x.audit, .importance = importance,
	    .training = { 2, classes, training },
	    .training_auc = training_auc };
}

static void
add_folds(void)
{
	x.r.folds = &x.folds;
	x.r.cv = &x.validation;
}

static void
add_alphas(uint32_t n, uint32_t chosen)
{
	for (uint32_t i = 0; i < n; i++)
		alphas[i] = (struct kdd_alpha){ .alpha = i / 64.,
		    .leaves = n - i, .error = i / 8., .cv_error = 0.5,
		    .cv_se = 0.25 };
	x.alphas = (struct kdd_alphas){ alphas, n, chosen, chosen };
	x.r.alphas = &x.alphas;
	x.r.rule = KDD_PRUNE_1SE;
}

typedef void writer(struct kdd_buf *b, const struct kdd_report *r);

static void
check(writer *write, const char *want, const char *what)
{
	struct kdd_buf b = KDD_BUF_INIT;

	write(&b, &x.r);
	kdd_buf_char(&b, '\0');
	if (!ok(!b.failed && strcmp(b.p, want) == 0, "%s", what))
		printf("%s", b.p);
	kdd_buf_release(&b);
}

static void
check_has(writer *write, const char *part, const char *what)
{
	struct kdd_buf b = KDD_BUF_INIT;

	write(&b, &x.r);
	kdd_buf_char(&b, '\0');
	if (!ok(!b.failed && strstr(b.p, part) != NULL, "%s", what))
		printf("%s", b.p);
	kdd_buf_release(&b);
}

static void
test_rows(void)
{
	fill();
	check(kdd_report_rows,
	    "\nrows              10\n"
	    "distinct           9  in a feature or the label\n"
	    "units              8  distinct in a feature\n"
	    "copies             2  of the commonest row\n"
	    "conflicts          1  unit of more than one class, with 3 "
	    "rows\n"
	    "ceiling     0.900000  of accuracy on these rows and columns; "
	    "must be wrong: 1\n",
	    "rows");
	x.audit.suspect = suspects;
	x.audit.nsuspects = 4;
	x.audit.conflict_rows = 2;
	check_has(kdd_report_rows, "conflicts          1  unit of more than "
	    "one class, with 2 rows\n", "a conflict");
	check_has(kdd_report_rows,
	    "\nalmost a value for each unit: duration (100), c02 (102), c03 "
	    "(103), 1 more\n", "suspects");
}

static void
test_controls(void)
{
	fill();
	check(kdd_report_controls,
	    "\naccuracy without a tree\n"
	    "0.600000  always normal\n"
	    "0.750000  the commonest class of each value of \"a \\\"b\\\"\", "
	    "held out\n"
	    "not tried: 2 columns with more values than half the units\n",
	    "controls");
	x.audit.ntableless = 0;
	x.audit.held_out = false;
	x.audit.best_column = KDD_NO_COLUMN;
	check(kdd_report_controls,
	    "\naccuracy without a tree\n"
	    "0.600000  always normal\n",
	    "no column for a control");
	x.audit.ntableless = 1;
	check(kdd_report_controls,
	    "\naccuracy without a tree\n"
	    "0.600000  always normal\n"
	    "not tried: 1 column with more values than half the units\n",
	    "a column that has no table");
}

static void
test_tree(void)
{
	fill();
	check(kdd_report_tree,
	    "\ntree m: 2 leaves, depth 1, from 10 rows, 9 distinct\n"
	    "its fit to all rows that were read, which says little of "
	    "others:\n"
	    "accuracy 0.900000 (9 of 10 rows)\n"
	    "balanced 0.916667 (macro: precision 0.900000, recall 0.916667, "
	    "F1 0.898990)\n"
	    "class        rows precision   recall       F1       MCC  FP "
	    "rate  ROC AUC\n"
	    "dos             4  0.800000 1.000000 0.888889  0.816497 "
	    "0.166667 0.900000\n"
	    "normal          6  1.000000 0.833333 0.909091  0.816497 "
	    "0.000000        -\n"
	    "actual          dos     normal   <- verdict\n"
	    "dos               4          0\n"
	    "normal            1          5\n", "the tree");
	x.model.tree.node = nodes + 1;
	x.model.tree.n = 1;
	x.model.rows = x.model.distinct = 1;
	check_has(kdd_report_tree, "\ntree m: 1 leaf, depth 0, from 1 row, 1 "
	    "distinct\n", "a leaf of a row");
}

static void
test_importance(void)
{
	fill();
	check(kdd_report_importance,
	    "\nimportance: a column's share of what splits gain\n"
	    "1.000000  duration\n",
	    "one column");
	for (int i = 0; i < 13; i++)
		importance[i] = (i % 5 + 1) / 36.;
	check(kdd_report_importance,
	    "\nimportance: a column's share of what splits gain\n"
	    "0.138889  c04\n"
	    "0.138889  c09\n"
	    "0.111111  c03\n"
	    "0.111111  c08\n"
	    "0.083333  c02\n"
	    "0.083333  c07\n"
	    "0.083333  c12\n"
	    "0.055556  \"a \\\"b\\\"\"\n"
	    "0.055556  c06\n"
	    "0.055556  c11\n"
	    "and 3 columns more\n",
	    "ten columns, in order");
	importance[0] = importance[1] = 0;
	check_has(kdd_report_importance, "\nand 1 column more\n",
	    "one more column");
	memset(importance, 0, sizeof(importance));
	check(kdd_report_importance, "", "a leaf has no columns");
}

static void
test_folds(void)
{
	fill();
	check(kdd_report_folds, "", "no folds");
	add_folds();
	check(kdd_report_folds,
	    "\nall 2 folds, pooled (equal rows in one fold)\n"
	    "accuracy by fold: mean 0.900000, least 0.800000, greatest "
	    "1.000000\n"
	    "accuracy 0.900000 (9 of 10 rows)\n"
	    "balanced 0.875000 (macro: precision 0.928571, recall 0.875000, "
	    "F1 0.890110)\n"
	    "class        rows precision   recall       F1       MCC  FP "
	    "rate  ROC AUC\n"
	    "dos             4  1.000000 0.750000 0.857143  0.801784 "
	    "0.000000 0.875000\n"
	    "normal          6  0.857143 1.000000 0.923077  0.801784 "
	    "0.250000 0.875000\n"
	    "actual          dos     normal   <- verdict\n"
	    "dos               3          1\n"
	    "normal            0          6\n",
	    "folds");
}

static void
test_pruning(void)
{
	fill();
	check(kdd_report_pruning, "", "nothing pruned");
	add_alphas(2, 1);
	check(kdd_report_pruning,
	    "\n2 ways to prune; chosen: the fewest leaves within xstd of the "
	    "least xerror\n"
	    "      alpha   leaves  rel error     xerror       xstd\n"
	    "0.00000e+00        2   0.000000   0.500000   0.250000\n"
	    "1.56250e-02        1   0.125000   0.500000   0.250000  <- "
	    "chosen\n"
	    "least xerror: 0.500000, xstd 0.250000, of leaves: 1\n",
	    "all ways to prune");
	add_alphas(1, 0);
	check_has(kdd_report_pruning, "\n1 way to prune; chosen: ",
	    "one way to prune");
	add_alphas(40, 20);
	x.r.rule = KDD_PRUNE_CV;
	check(kdd_report_pruning,
	    "\n40 ways to prune; chosen: the least xerror\n"
	    "      alpha   leaves  rel error     xerror       xstd\n"
	    "2.18750e-01       26   1.750000   0.500000   0.250000\n"
	    "2.34375e-01       25   1.875000   0.500000   0.250000\n"
	    "2.50000e-01       24   2.000000   0.500000   0.250000\n"
	    "2.65625e-01       23   2.125000   0.500000   0.250000\n"
	    "2.81250e-01       22   2.250000   0.500000   0.250000\n"
	    "2.96875e-01       21   2.375000   0.500000   0.250000\n"
	    "3.12500e-01       20   2.500000   0.500000   0.250000  <- "
	    "chosen\n"
	    "3.28125e-01       19   2.625000   0.500000   0.250000\n"
	    "3.43750e-01       18   2.750000   0.500000   0.250000\n"
	    "3.59375e-01       17   2.875000   0.500000   0.250000\n"
	    "3.75000e-01       16   3.000000   0.500000   0.250000\n"
	    "3.90625e-01       15   3.125000   0.500000   0.250000\n"
	    "12 of them are shown; --report has all\n"
	    "least xerror: 0.500000, xstd 0.250000, of leaves: 20\n",
	    "those about the chosen one");
}

static void
test_novel(void)
{
	fill();
	check(kdd_report_novel, "", "nothing left out");
	x.r.novel = novel;
	x.r.nnovel = 3;
	check(kdd_report_novel,
	    "\nattacks left out of training, one label at a time\n"
	    "      rows    alerted  own class  label (class)\n"
	    "         8   0.750000   0.500000  smurf (dos)\n"
	    "         4   0.250000   0.000000  \"tear\\x09drop\" (dos)\n"
	    "       100          -          -  land (dos)\n"
	    "      mean   0.500000             each label counts the same\n"
	    "false alarms: not known without folds (-k)\n"
	    "An estimate for attacks yet unknown: to be reported, not to "
	    "be tuned on.\n",
	    "labels left out");
	add_folds();
	check_has(kdd_report_novel, "\nfalse alarms: 0.000000 of the quiet "
	    "rows held out in the folds\n", "false alarms");
	x.r.folds = NULL;
	x.r.novel += 2;
	x.r.nnovel = 1;
	check(kdd_report_novel,
	    "\nattacks left out of training, one label at a time\n"
	    "      rows    alerted  own class  label (class)\n"
	    "       100          -          -  land (dos)\n"
	    "      mean          -             each label counts the same\n"
	    "false alarms: not known without folds (-k)\n"
	    "An estimate for attacks yet unknown: to be reported, not to "
	    "be tuned on.\n",
	    "none could be judged");
}

static void
test_json(void)
{
	fill();
	importance[0] = 0.25;
	importance[2] = 0.75;
	check(kdd_report_json,
	    "{\"format\":1,\"tool\":\"kdd-train\","
	    "\"version\":\"" KDD_VERSION
	    "\",\"model\":\"m\",\"options\":{\"criterion\":\"gini\"},"
	    "\"rows\":{\"read\":0,\"dropped\":0,\"rejected\":{},"
	    "\"all\":10,\"distinct\":9,\"units\":8,"
	    "\"most_copies\":2,\"conflict_units\":1,\"conflict_rows\":3,"
	    "\"lost_rows\":1,\"ceiling\":0.9,\"suspects\":[]},"
	    "\"controls\":{\"held_out\":true,"
	    "\"majority\":{\"class\":\"normal\",\"accuracy\":0.6},"
	    "\"column\":{\"name\":\"a \\\"b\\\"\",\"accuracy\":0.75},"
	    "\"columns_not_tried\":2},"
	    "\"tree\":{\"rows\":10,\"distinct\":9,\"leaves\":2,\"depth\":1,"
	    "\"importance\":[{\"column\":\"c02\",\"share\":0.75},"
	    "{\"column\":\"duration\",\"share\":0.25},"
	    "{\"column\":\"a \\\"b\\\"\",\"share\":0},"
	    "{\"column\":\"c03\",\"share\":0},"
	    "{\"column\":\"c04\",\"share\":0},"
	    "{\"column\":\"c05\",\"share\":0},"
	    "{\"column\":\"c06\",\"share\":0},"
	    "{\"column\":\"c07\",\"share\":0},"
	    "{\"column\":\"c08\",\"share\":0},"
	    "{\"column\":\"c09\",\"share\":0},"
	    "{\"column\":\"c10\",\"share\":0},"
	    "{\"column\":\"c11\",\"share\":0},"
	    "{\"column\":\"c12\",\"share\":0}]},"
	    "\"training\":{\"rows\":10,\"right\":9,\"accuracy\":0.900000,"
	    "\"balanced_accuracy\":0.916667,"
	    "\"macro\":{\"precision\":0.900000,\"recall\":0.916667,"
	    "\"f1\":0.898990},"
	    "\"classes\":{\"dos\":{\"rows\":4,\"precision\":0.800000,"
	    "\"recall\":1.000000,\"f1\":0.888889,\"mcc\":0.816497,"
	    "\"false_positive_rate\":0.166667,\"roc_auc\":0.900000,"
	    "\"verdicts\":{\"dos\":4,\"normal\":0}},\"normal\":{\"rows\":6,"
	    "\"precision\":1.000000,\"recall\":0.833333,\"f1\":0.909091,"
	    "\"mcc\":0.816497,\"false_positive_rate\":0.000000,"
	    "\"roc_auc\":null,\"verdicts\":{\"dos\":1,\"normal\":5}}}},"
	    "\"cross_validation\":null,\"pruning\":null,\"novel\":null}\n",
	    "the least of JSON");
}

static void
test_json_asked(void)
{
	fill();
	x.audit.suspect = suspects;
	x.audit.nsuspects = 2;
	x.r.novel = novel;
	x.r.nnovel = 3;
	add_folds();
	add_alphas(2, 1);
	check_has(kdd_report_json,
	    "\"ceiling\":0.9,\"suspects\":[{\"column\":\"duration\","
	    "\"values\":100},{\"column\":\"c02\",\"values\":102}]}",
	    "suspects in JSON");
	check_has(kdd_report_json,
	    "\"cross_validation\":{\"folds\":2,\"dealt\":\"distinct rows\","
	    "\"accuracy_by_fold\":{\"mean\":0.9,\"least\":0.8,"
	    "\"greatest\":1},\"by_fold\":["
	    "{\"dealt\":3,\"leaves\":2,\"rows\":4,\"right\":3,"
	    "\"accuracy\":0.75,\"classes\":{"
	    "\"dos\":{\"rows\":4,\"right\":3,\"recall\":0.75},"
	    "\"normal\":{\"rows\":0,\"right\":0,\"recall\":null}}},"
	    "{\"dealt\":5,\"leaves\":1,\"rows\":6,\"right\":6,"
	    "\"accuracy\":1,\"classes\":{"
	    "\"dos\":{\"rows\":0,\"right\":0,\"recall\":null},"
	    "\"normal\":{\"rows\":6,\"right\":6,\"recall\":1}}}],"
	    "\"rows\":10,\"right\":9,\"accuracy\":0.900000,"
	    "\"balanced_accuracy\":0.875000,",
	    "folds in JSON");
	x.r.seen = 18;
	x.r.dropped = 5;
	x.r.rejects = rejects;
	check_has(kdd_report_json, "\"rows\":{\"read\":18,\"dropped\":5,"
	    "\"rejected\":{\"fields\":2,\"value\":1},\"all\":10,",
	    "rows dropped and rejected in JSON");
	check_has(kdd_report_json,
	    "\"pruning\":{\"rule\":\"1se\",\"chosen\":1,\"least\":1,"
	    "\"steps\":[{\"alpha\":0,\"leaves\":2,\"error\":0,"
	    "\"cv_error\":0.5,\"cv_se\":0.25},{\"alpha\":0.015625,"
	    "\"leaves\":1,\"error\":0.125,\"cv_error\":0.5,"
	    "\"cv_se\":0.25}]},\"novel\":{\"recall\":0.5,"
	    "\"false_alarms\":0,"
	    "\"labels\":[{\"label\":\"smurf\",\"class\":\"dos\",\"rows\":8,"
	    "\"judged\":true,\"alerted\":6,\"own_class\":4},"
	    "{\"label\":\"tear\\u0009drop\",\"class\":\"dos\",\"rows\":4,"
	    "\"judged\":true,\"alerted\":1,\"own_class\":0},"
	    "{\"label\":\"land\",\"class\":\"dos\",\"rows\":100,"
	    "\"judged\":false,\"alerted\":0,\"own_class\":0}]}}\n",
	    "pruning and novel attacks in JSON");
}

int
main(void)
{
	test_rows();
	test_controls();
	test_tree();
	test_importance();
	test_folds();
	test_pruning();
	test_novel();
	test_json();
	test_json_asked();
	kdd_dict_release(&x.table.labels);
	return tap_done();
}
