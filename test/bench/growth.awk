# growth.awk - time and memory by the number of rows, as a table
#
# In: lines sorted by size and time: copies, rows, distinct rows, bytes that
# the memory should stay below, seconds, KiB, and more.

function finish(   median)
{
	if (n == 0)
		return
	median = n % 2 ? t[(n + 1) / 2] : (t[n / 2] + t[n / 2 + 1]) / 2
	printf "%6d%10d%10d%9.3f%9.3f%9.1f%11.1f%8.1f\n", copies, rows,
	    distinct, median, median / rows * 1e6, kib / 1024,
	    kib * 1024 / distinct, bound / distinct
	n = 0
}

BEGIN {
	printf "%6s%10s%10s%9s%9s%9s%11s%8s\n", "copies", "rows", "distinct",
	    "s", "us/row", "MiB", "B/distinct", "goal"
}

$1 != copies { finish(); kib = 0 }

{
	t[++n] = $5
	copies = $1
	rows = $2
	distinct = $3
	bound = $4
	if ($6 > kib)
		kib = $6
}

END { finish() }
