# amanda.awk - the experiment of the thesis as a page, from what was measured
#
#	awk -f page.awk -f amanda.awk thesis.tsv [storm.tsv] amanda.tsv
#
# thesis.tsv: requests, workers, requests a second.  The others, of
# test/bench/amanda.sh and of the same on Storm: "requests", their number,
# workers, seconds; and "drain", rows, workers, seconds, rows/s, the steady
# rate, CPU seconds of workers and broker.  What is not there is a dash.

# As the thesis has it: two decimals, where they say something.
function rate(x)
{
	if (x >= 10000)
		return commas(x)
	x = int(x * 100 + 0.5)
	return commas(int(x / 100)) sprintf(".%02d", x % 100)
}

function cell(who, what, r, w)
{
	if (!((who, r, w) in time))
		return "-"
	if (what == "rate")
		return rate(r / time[who, r, w])
	return sprintf("%.3f", time[who, r, w])
}

function table(who, what,   i, j, line, under)
{
	line = "| requests |"
	under = "|---:|"
	for (j = 1; j <= workers; j++) {
		line = line " " worker[j] (j == workers ? " workers |" : " |")
		under = under "---:|"
	}
	print line "\n" under
	for (i = 1; i <= requests; i++) {
		line = "| " commas(request[i]) " |"
		for (j = 1; j <= workers; j++)
			line = line " " cell(who, what, request[i], \
			    worker[j]) " |"
		print line
	}
	print ""
}

function add(who, r, w, seconds)
{
	time[who, r, w] = seconds
	if (r / seconds > best[who])
		best[who] = r / seconds
	if (!(r in seen_r)) {
		seen_r[r]
		request[++requests] = r
	}
	if (!(w in seen_w)) {
		seen_w[w]
		worker[++workers] = w
	}
}

# Unknown where the looks at the broker were too far apart.
function steady(r)
{
	return r > 0 ? rate(r) : "-"
}

function drained(   i, f)
{
	print "| workers | rows | seconds | rows/s | steady rows/s | CPU s " \
	    "| broker CPU s |\n|---:|---:|---:|---:|---:|---:|---:|"
	for (i = 1; i <= drains; i++) {
		split(drain[i], f, FS)
		printf "| %s | %s | %.2f | %s | %s | %.2f | %.2f |\n", f[3],
		    commas(f[2]), f[4], rate(f[5]), steady(f[6]), f[7], f[8]
	}
}

BEGIN { FS = "\t" }

FNR == 1 {
	who = FILENAME
	sub(/.*\//, "", who)
	sub(/\.tsv$/, "", who)
}
who == "amanda" && /^# bytes/ { told = 1 }
who == "amanda" && /^#/ && !told { machine = machine "    " substr($0, 3) "\n" }
/^#/ { next }
who == "thesis" { add(who, $1, $2, $1 / $3) }
$1 == "requests" { add(who, $2, $3, $4) }
$1 == "drain" { drain[++drains] = $0 }

END {
	print "# The experiment of the thesis, repeated\n\n" \
	    "<!-- made by amanda.awk of what was measured: make pictures -->\n"
	fill("Rows of KDD Cup 99, 10 %, go through Kafka as requests to " \
	    "workers that stand ready: kdd-replay and kcat send them as fast " \
	    "as they can, to a topic of eight partitions. A worker is " \
	    "kdd-kafka with one kdd-classify, which judges each row by " \
	    "both models; alerts go to a second topic. The time is from the " \
	    "start of kdd-replay until all requests are committed as done " \
	    "and all alerts can be seen, read committed; what came out " \
	    "was compared with a run over the file. The medians of the " \
	    "runs; producer, broker and workers share the cores:")
	print "\n" machine
	fill("The thesis ran Storm in containers on another machine, so " \
	    "its figures stand beside ours for their form, and for scale. " \
	    "The greatest: " \
	    rate(best["amanda"]) " requests a second here, " \
	    rate(best["thesis"]) " there.")
	print "\n## Requests a second\n"
	table("amanda", "rate")
	print "The thesis:\n"
	table("thesis", "rate")
	if ("storm" in best) {
		fill("A cluster of Storm here with kdd-storm as its bolts, " \
		    "one row a tuple, from the first tuple sent to the last " \
		    "acknowledged; each worker is a JVM with a task of each " \
		    "bolt, so where cores are few, the fewer workers are the " \
		    "faster. The greatest: " rate(best["storm"]) ".")
		print ""
		table("storm", "rate")
	}
	print "## Seconds\n"
	table("amanda", "seconds")
	print "## As fast as they can\n"
	fill("The rows are in the topic before the workers start. *steady* " \
	    "leaves out the start: it is the rate of the last three " \
	    "quarters of the rows, where those took longer than a look at " \
	    "the broker. CPU seconds are those of all workers with their " \
	    "filters, and of the broker.")
	print ""
	drained()
}
