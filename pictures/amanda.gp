# amanda.gp - requests a second by their number: "name workers.dat" of each
#
# Two columns: requests, requests a second.  Ours is orange, the thesis' grey,
# Storm's blue; the more workers, the thicker the line.
set terminal svg size 700,460 font sans.",13" background "white"
set label 1 heading("Requests a second, through Kafka to the last verdict") \
    at screen 0.02, 0.95 textcolor rgb ink
set label 2 "The experiment of the thesis with kdd-kafka, and its own \
figures; 2, 4, 6 and 8 workers: thicker." at screen 0.02, 0.89 textcolor rgb ink
set lmargin at screen 0.12
set rmargin at screen 0.84
set tmargin at screen 0.83
set bmargin at screen 0.13
set logscale xy
set xrange [4500:340000]
set xtics ("5,000" 5000, "10,000" 10000, "20,000" 20000, "50,000" 50000, \
    "100,000" 100000, "300,000" 300000)
set ytics ("500" 500, "1,000" 1e3, "10,000" 1e4, "100,000" 1e5, \
    "1,000,000" 1e6)
set yrange [*<500:1.5e6]
set xlabel "requests" textcolor rgb ink

file(who, n) = sprintf("%s %d.dat", who, n)
has(who) = int(system(sprintf("test -s '%s' && echo 1 || echo 0", \
    file(who, 8))))
last(who) = real(system(sprintf("tail -n 1 '%s' | cut -d ' ' -f 2", \
    file(who, 8))))
set label 3 "kdd-kafka" at 350000, last("amanda") textcolor rgb orange
set label 4 "thesis" at 350000, last("thesis") textcolor rgb grey
if (has("storm")) set label 5 "Storm" at 350000, last("storm") \
    textcolor rgb blue
shown = "thesis amanda" . (has("storm") ? " storm" : "")
colour(who) = who eq "thesis" ? grey : who eq "storm" ? blue : orange
plot for [who in shown] for [n = 2:8:2] file(who, n) with linespoints \
    pt 7 ps 0.4 lw 0.4 * n lc rgb colour(who)
