# table.awk - lines of times, sorted by way and time, as a table
#
# In: number of the way, label, and the line of bench.h.  -v title: above
# it; -v set, medians: add "set, label, MB/s, seconds" to that file.

# The times of the way that just ended; what they are compared to.
function finish(   median)
{
	if (n == 0)
		return
	median = n % 2 ? t[(n + 1) / 2] : (t[n / 2] + t[n / 2 + 1]) / 2
	ways++
	name[ways] = label
	mid[ways] = median
	low[ways] = t[1]
	high[ways] = t[n]
	memory[ways] = kib
	speed[ways] = bytes / median / 1e6
	rate[ways] = rows / median / 1e6
	kind[ways] = of(label)
	if (label ~ /^ours.* read$/ && !(kind[ways] in base))
		base[kind[ways]] = median
	print set "\t" label "\t" speed[ways] "\t" median >>medians
	n = 0
}

# Which of ours it is to be compared with.
function of(s)
{
	return s ~ /all fields|strtod|pandas|json|yajl/ ? "fields" : "positions"
}

BEGIN { FS = "\t" }

$1 != way { finish(); way = $1; kib = 0 }

{
	t[++n] = $3
	label = $2
	if ($4 > kib)
		kib = $4
	rows = $5
	bytes = $7
}

END {
	finish()
	printf "\n%s: %d rows, %.1f MB\n", title, rows, bytes / 1e6
	printf "%-30s%8s%8s%8s%6s%7s%6s%6s\n", "", "ms", "min", "max",
	    "MB/s", "Mrow/s", "MiB", "ratio"
	for (i = 1; i <= ways; i++) {
		ratio = "-"
		if (kind[i] in base)
			ratio = sprintf("%.2f", mid[i] / base[kind[i]])
		printf "%-30s%8.1f%8.1f%8.1f%6.0f%7.2f%6.1f%6s\n", name[i],
		    mid[i] * 1e3, low[i] * 1e3, high[i] * 1e3, speed[i],
		    rate[i], memory[i] / 1024, ratio
	}
}
