# page.awk - what amanda.awk and links.awk share: numbers, and filled lines

# 1234567 as 1,234,567
function commas(n,   s)
{
	n = int(n + 0.5)
	for (s = ""; n >= 1000; n = int(n / 1000))
		s = sprintf(",%03d", n % 1000) s
	return n s
}

# Words in lines of up to 78 columns; an item of a list hangs.
function fill(text,   n, i, word, line, hang)
{
	n = split(text, word, " ")
	hang = text ~ /^- / ? "  " : ""
	line = word[1]
	for (i = 2; i <= n; i++) {
		if (length(line) + 1 + length(word[i]) > 78) {
			print line
			line = hang word[i]
		} else
			line = line " " word[i]
	}
	print line
}
