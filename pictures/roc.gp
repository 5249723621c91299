# roc.gp - recall over false-positive rate; see make.sh for the files
load "areas.gp"
set terminal svg size 700,440 font sans.",13" background "white"

set label 1 heading("Attacks found against false alarms: ROC on KDDTest+") \
    at screen 0.02, 0.95 textcolor rgb ink
set label 2 "22,544 rows that no model was fitted to or tuned on. Each \
point is a threshold, each disc a tree's own verdict." \
    at screen 0.02, 0.885 textcolor rgb ink

set yrange [0:1]
set ytics 0.2 format "%.1f"
set tmargin at screen 0.77
set bmargin at screen 0.15
set samples 2
set multiplot

line(name) = name.".curve"
disc(name) = name.".verdict"
names = "kdd dos nsl-dos nsl-bruteforce"
paint(name) = name eq "dos" ? orange : name eq "nsl-dos" ? blue : \
    name eq "kdd" ? grey : green

set lmargin at screen 0.065
set rmargin at screen 0.475
set xrange [0:1]
set xtics 0.2 format "%.1f"
set label 3 "recall (beside a name: the area below its line)" \
    at graph -0.08, 1.06 textcolor rgb grey
set label 4 "false-positive rate" at graph 1, -0.15 right textcolor rgb grey
set label 5 "chance" at 0.66, 0.72 right textcolor rgb grey
set label 6 "dos ".dos_area at 0.12, 0.815 textcolor rgb orange
set label 7 "nsl-dos ".nsl_dos_area at 0.07, 0.93 textcolor rgb blue
set label 8 "nsl-bruteforce ".nsl_bruteforce_area \
    at 0.45, 0.3 textcolor rgb green
plot x title "chance" with lines linewidth 1 dashtype 2 linecolor rgb grey, \
    for [n in names] line(n) using 1:2 title n with linespoints \
	linewidth 2 pointtype 7 pointsize 0.4 linecolor rgb paint(n), \
    for [n in names] disc(n) using 1:2 title n." verdict" with points \
	pointtype 7 pointsize 0.85 linecolor rgb paint(n)

set lmargin at screen 0.565
set rmargin at screen 0.97
set xrange [0:0.02]
set xtics ("0" 0, "0.005" 0.005, "0.010" 0.01, "0.015" 0.015, "0.020" 0.02)
unset label 1
unset label 2
unset label 5
set label 3 "recall, the left edge of it"
set label 6 "dos" at 0.0132, 0.4 right
set label 7 "nsl-dos" at 0.0054, 0.6
set label 8 "nsl-bruteforce" at 0.0065, 0.205
set label 9 "nsl-dos on KDD Cup 99, 10 %" at 0.0005, 0.945 \
    textcolor rgb grey
plot x title "chance" with lines linewidth 1 dashtype 2 linecolor rgb grey, \
    for [n in names] line(n) using 1:2 title n with linespoints \
	linewidth 2 pointtype 7 pointsize 0.4 linecolor rgb paint(n), \
    for [n in names] disc(n) using 1:2 title n." verdict" with points \
	pointtype 7 pointsize 0.85 linecolor rgb paint(n)
unset multiplot
