# style.gp - what the pictures of gnuplot have in common
#
# 700 pixels wide, white, sans-serif; the colours are those of kdd-compile
# -f dot, which colour-blind people can tell apart (Okabe and Ito).
sans = "Helvetica,Arial,sans-serif"
orange = "#d55e00"
blue = "#0072b2"
green = "#007a5a"
grey = "#767676"
ink = "#222222"

set border 3 linewidth 1 linecolor rgb "#a0a0a0"
set grid linewidth 1 linetype 1 linecolor rgb "#e4e4e4"
set tics nomirror scale 0 textcolor rgb ink
set key off

# What the picture says, and under it of what.
heading(s) = sprintf("{/:Bold=17 %s}", s)
