# storm_report.awk - the seconds of a spout's report (Tally.java), if no tuple
# failed: from the first tuple acknowledged to the last, so that the start of
# bolts is left out; with -v whole=1 from the first one sent
/ 0 failed, / {
	split($0, part, ", ")
	before = substr(part[6], length("the first after "))
	printf "%.3f\n", part[4] - (whole ? 0 : before)
}
