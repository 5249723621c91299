# throughput.gp - a bar for each line of rates.tsv: million rows/s, label
#
# Each bar has its number beside it, in place of a grid.
set datafile separator tab
stats "rates.tsv" using 1 nooutput
bars = STATS_records
most = STATS_max
high = 92 + 36 * bars
set terminal svg size 700,high font sans.",13" background "white"

set label 1 heading("Million rows judged in a second, on one core") \
    at screen 0.02, 1 - 24.0 / high textcolor rgb ink
set label 2 "From start to end of the process, the same tree in each tool; \
KDD Cup 99, 10 %, as CSV." \
    at screen 0.02, 1 - 52.0 / high textcolor rgb ink

set lmargin at screen 0.335
set rmargin at screen 0.93
set tmargin at screen 1 - 78.0 / high
set bmargin at screen 12.0 / high
set border 2
unset grid
unset xtics
set xrange [0:most]
set yrange [0.5 - bars:0.5]
set ytics ()
set style fill solid noborder

paint(name) = name eq "kdd-classify" ? 0xd55e00 : 0x7fa8c4
plot "rates.tsv" using (0):(-$0):(0):1:(-$0 - 0.33):(-$0 + 0.33): \
	(paint(strcol(2))) with boxxyerror linecolor rgb variable, \
    "" using (0):(-$0):(0):ytic(2) with dots linecolor rgb "white", \
    "" using 1:(-$0):(sprintf($1 < 10 ? "%.2f" : "%.1f", $1)) \
	with labels left offset 0.6, 0 textcolor rgb ink
