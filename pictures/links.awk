# links.awk - what links of 10 and 100 Gbit/s would ask for, on paper
#
#	awk -f page.awk -f links.awk amanda.tsv
#
# Of amanda.tsv: the bytes of a row, of its alerts and of a flow; and the drain
# by one worker, whose CPU seconds, and the broker's, give what a row costs.
# -v busy: how much of a core to plan with (0.7).

function up(x)
{
	return x > int(x) ? int(x) + 1 : x
}

# A line of the table: a link that is full of flows of so many bytes.
function link(gbit, what, bytes,   flows, members)
{
	flows = gbit * 1e9 / 8 / bytes
	members = up(flows * worker_s / busy)
	printf "| %d | %s | %s | %s | %s | %s | %s | %.2f | %.2f |\n", gbit,
	    what, commas(bytes), commas(flows), commas(members),
	    commas(2 * members), commas(up(flows * broker_s / busy)),
	    flows * row * 8 / 1e9, flows * alert * 8 / 1e9
}

function cost(who, seconds)
{
	printf "    %s: %.3f us of a core a row, %s rows a second and core\n",
	    who, seconds * 1e6, commas(1 / seconds)
}

BEGIN {
	FS = "\t"
	if (!busy)
		busy = 0.7
}

/^# CPU: / { cpu = substr($0, 3) }
/^# amanda.sh/ { day = substr($0, 3) }
$1 == "bytes" { row = $2; alert = $3; flow = $4 }
$1 == "drain" && $3 == 1 { worker_s = $7 / $2; broker_s = $8 / $2 }

END {
	if (!worker_s || !broker_s || !row) {
		print "links.awk: no drain by one worker was measured" \
		    >"/dev/stderr"
		exit 1
	}
	print "# Links of 10 and 100 Gbit/s, on paper\n\n" \
	    "<!-- made by links.awk of amanda.tsv: make pictures -->\n"
	fill("Nothing here was measured on such a link. It is reckoned " \
	    "from what a row costs in [amanda.md](amanda.md), where one " \
	    "worker with both models took all rows:")
	printf "\n    %s\n    %s\n", cpu, day
	cost("a worker", worker_s)
	cost("the broker", broker_s)
	print "\nAssumed:\n"
	fill("- The link is full, all the time, in one direction. A flow " \
	    "makes one row, when it ends.")
	fill("- All flows are of the mean size. *flood*: each flow is one " \
	    "packet of the least size, 84 bytes on the wire of Ethernet " \
	    "(64, a preamble of 8, a gap of 12), the worst there can be. " \
	    "*KDD Cup 99*: the mean of src_bytes and dst_bytes of its 10 %, " \
	    "payload alone. *campus*: 68,411 bytes, the mean of four " \
	    "billion NetFlow records of a university, which count each " \
	    "direction as a flow: Jurkiewicz, Rzym and Borylo, " \
	    "arXiv:1809.03486, data set agh_201506.")
	fill("- A row has " commas(row) " bytes, and of alerts there are " \
	    commas(alert) " bytes a row: KDD Cup 99's own, where four of " \
	    "five rows are alerts. Fewer alerts cost less.")
	fill("- A core is planned to be busy for " 100 * busy " % of its " \
	    "time; a member has one core, and what a row costs does not " \
	    "grow with the number of members. That was not shown beyond " \
	    "the cores of the machine above.")
	fill("- Two partitions a member, so that members can be added; one " \
	    "is the least.")
	fill("- The brokers' cores are for one copy of each partition; each " \
	    "further copy sends and writes all of it again. What makes rows " \
	    "of packets is not counted.")
	print "\n| Gbit/s | flows | bytes a flow | flows a second | members " \
	    "| partitions | broker cores | rows, Gbit/s | alerts, Gbit/s |\n" \
	    "|---:|---|---:|---:|---:|---:|---:|---:|---:|"
	for (gbit = 10; gbit <= 100; gbit *= 10) {
		link(gbit, "flood", 84)
		link(gbit, "KDD Cup 99", flow)
		link(gbit, "campus", 68411)
	}
}
