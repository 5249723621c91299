# title.awk - a picture of kdd-compile -f dot for the page: a title in words
# in place of name and digest, and lines half as thick, clear of their words
match($0, /label="[^:]*: [^\\]*\\nsha256 [0-9a-f]*"/) {
	split(substr($0, RSTART, RLENGTH), part, /: |\\n/)
	$0 = substr($0, 1, RSTART - 1) "label=<<b>" title "</b>" \
	    "<br align=\"left\"/><font point-size=\"6\"> <br/></font>" \
	    "<font point-size=\"14\">" part[2] "<br align=\"left\"/></font>>" \
	    substr($0, RSTART + RLENGTH)
	titled = 1
}
titled {
	sub(/fontsize=14\]/, "fontsize=19, fontcolor=\"#222222\"]")
}
match($0, /penwidth=[0-9.]+/) {
	$0 = substr($0, 1, RSTART + 8) \
	    substr($0, RSTART + 9, RLENGTH - 9) / 2 \
	    substr($0, RSTART + RLENGTH)
}
{ print }
