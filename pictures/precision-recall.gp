# precision-recall.gp - precision over recall; see make.sh for the files
load "areas.gp"
set terminal svg size 700,440 font sans.",13" background "white"

set label 1 heading("Alarms that are right against attacks found: KDDTest+") \
    at screen 0.02, 0.95 textcolor rgb ink
set label 2 "22,544 rows that no model was fitted to or tuned on. The \
number is the area: the average precision." \
    at screen 0.02, 0.885 textcolor rgb ink

set xrange [0:1]
set yrange [0:1]
set xtics 0.2 format "%.1f"
set ytics 0.2 format "%.1f"
set lmargin at screen 0.065
set rmargin at screen 0.97
set tmargin at screen 0.77
set bmargin at screen 0.15
set label 3 "precision" at graph -0.04, 1.06 textcolor rgb grey
set label 4 "recall" at graph 1, -0.15 right textcolor rgb grey

paint(name) = name eq "dos" ? orange : name eq "nsl-dos" ? blue : green
names = "dos nsl-dos nsl-bruteforce"
set label 6 "dos ".dos_average at 0.3, 0.9 textcolor rgb orange
set label 7 "nsl-dos ".nsl_dos_average at 0.5, 0.9 textcolor rgb blue
set label 8 "nsl-bruteforce ".nsl_bruteforce_average \
    at 0.16, 0.5 textcolor rgb green
plot for [n in names] n.".curve" using 2:3 title n with fsteps \
	linewidth 2 linecolor rgb paint(n), \
    for [n in names] n.".verdict" using 2:3 title n." verdict" with points \
	pointtype 7 pointsize 0.85 linecolor rgb paint(n)
