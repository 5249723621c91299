# train_table.awk - lines of times, sorted by way and time, as a table
#
# In: number of the way, label, and the line of train.py.  -v set, medians:
# add "set, label, seconds, KiB" to that file.

# The times of the way that just ended.
function finish(   median)
{
	if (n == 0)
		return
	median = n % 2 ? t[(n + 1) / 2] : (t[n / 2] + t[n / 2 + 1]) / 2
	if (ours == 0)
		ours = median
	printf "%-40s%8.3f%8.3f%8.3f%9.1f%9s%7.2f\n", label, median, t[1],
	    t[n], kib / 1024, (imports ? sprintf("%.2f", imports) : "-"),
	    median / ours
	print set "\t" label "\t" median "\t" kib >>medians
	n = 0
}

BEGIN {
	FS = "\t"
	printf "%-40s%8s%8s%8s%9s%9s%7s\n", "", "s", "min", "max", "MiB",
	    "import s", "ratio"
}

$1 != way { finish(); way = $1; kib = imports = 0 }

{
	t[++n] = $3
	label = $2
	if ($4 > kib)
		kib = $4
	if (imports == 0 || $5 < imports)
		imports = $5
}

END { finish() }
