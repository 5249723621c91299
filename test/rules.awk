# rules.awk - judge rows by the rules of kdd-compile -f rules, and by no tree
#
#	awk -f test/rules.awk model.kdt rules rows
#
# Of the model only the columns and their values are read.  Writes class and
# score of the one rule that each row matches; if it is not one, how many.
# Rows have no quoted fields.  Whatever is not written as kdd-compile(1) says
# is an error.

function die(what) {
	print "rules.awk: " FILENAME ": " FNR ": " what
	failed = 1
	exit 1
}

function hex(c) { return index("0123456789abcdef", c) - 1 }

# The rest of line from its opening quote on becomes the rest behind it.
function quoted(	c, s) {
	for (line = substr(line, 2); (c = substr(line, 1, 1)) != "\""; ) {
		if (c == "")
			die("an open quote")
		line = substr(line, 2)
		if (c == "\\") {
			c = substr(line, 1, 1)
			line = substr(line, 2)
			if (c == "x") {
				c = sprintf("%c", hex(substr(line, 1, 1)) * \
				    16 + hex(substr(line, 2, 1)))
				line = substr(line, 3)
			}
		}
		s = s c
	}
	line = substr(line, 2)
	return s
}

# tok[1..ntok], and plain[] for those that stood without quotes.
function split_line(	n) {
	line = $0
	ntok = 0
	while (sub(/^ /, "", line) || line != "") {
		plain[++ntok] = 1
		if (line ~ /^"/) {
			plain[ntok] = 0
			tok[ntok] = quoted()
			continue
		}
		n = match(line, rules ? "[ (){},]" : " ")
		n = n == 0 ? length(line) : n > 1 ? n - 1 : 1
		tok[ntok] = substr(line, 1, n)
		line = substr(line, n + 1)
	}
	plain[ntok + 1] = 0
	at = 1
}

function sees(word) { return plain[at] && tok[at] == word }

function take(word) {
	if (!sees(word))
		return 0
	at++
	return 1
}

function need(word) {
	if (!take(word))
		die("no " word " but " tok[at])
}

function need_column() {
	if (plain[at] && tok[at] ~ /^([-+.0-9]|and$|if$|or$|not$|missing$)/)
		die("a column that is not quoted: " tok[at])
	if (!(tok[at] in field))
		die("no column " tok[at])
	return tok[at++]
}

function need_number() {
	if (!plain[at] || !is_number(tok[at]))
		die("no number but " tok[at])
	return tok[at++] + 0
}

# The values in braces, with r and k those of the condition.
function need_set(r, k) {
	need("{")
	do
		member[r, k, tok[at++]] = 1
	while (take(","))
	need("}")
}

# Condition k of rule r.
function condition(r, k,	open) {
	open = take("(")
	low[r, k] = high[r, k] = ""
	if (plain[at + 1] && tok[at + 1] == "<") {
		low[r, k] = need_number()
		need("<")
	}
	column[r, k] = need_column()
	test[r, k] = "range"
	if (take("<=")) {
		high[r, k] = need_number()
	} else if (low[r, k] == "" && take(">")) {
		low[r, k] = need_number()
	} else if (take("in")) {
		test[r, k] = "in"
		need_set(r, k)
	} else if (take("not")) {
		test[r, k] = "not in"
		need("in")
		need_set(r, k)
	} else {
		need("missing")
		need("or")
		need("unseen")
		test[r, k] = "none"
	}
	or_missing[r, k] = open && take("or")
	if (or_missing[r, k])
		need("missing")
	if (open)
		need(")")
}

function read_rule(	r) {
	r = ++nrules
	split_line()
	if (tok[at++] !~ /^[1-9][0-9]*$/)
		die("no rows")
	if (!take("row:"))
		need("rows:")
	class[r] = tok[at++]
	score[r] = tok[at++]
	if (!take("always")) {
		need("if")
		do
			condition(r, ++nconditions[r])
		while (take("and"))
	}
	if (at != ntok + 1)
		die("more on the line: " tok[at])
}

function is_missing(v) { return v == "" || v == "?" || tolower(v) == "nan" }

function is_number(v) {
	return v ~ /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/
}

function in_range(r, k, v) {
	if (v ~ /^[-+]?inf$/)
		v = v ~ /^-/ ? -1e300 : 1e300
	else if (!is_number(v))
		return or_missing[r, k]
	return (low[r, k] == "" || v + 0 > low[r, k]) && \
	    (high[r, k] == "" || v + 0 <= high[r, k])
}

function holds(r, k,	v) {
	v = $(field[column[r, k]])
	if (test[r, k] == "range")
		return in_range(r, k, v)
	if (test[r, k] == "none")
		return is_missing(v) || !((column[r, k], v) in seen)
	return ((r, k, v) in member && !is_missing(v)) == (test[r, k] == "in")
}

function matches(r,	k) {
	for (k = 1; k <= nconditions[r]; k++)
		if (!holds(r, k))
			return 0
	return 1
}

FNR == 1 {
	file++
	rules = file == 2
	FS = file == 3 ? (zeek ? "\t" : ",") : " "
	$0 = $0
}

file == 1 && /^form zeek$/ { zeek = 1 }

file == 1 && /^column / {
	split_line()
	name = tok[3]
	field[name] = ++ncolumns
}

file == 1 && /^value / {
	split_line()
	seen[name, tok[2]] = 1
}

file == 2 { read_rule() }

file == 3 && /^#fields/ {
	for (i = 2; i <= NF; i++)
		field[$i] = i - 1
}

file == 3 && !/^#/ {
	n = 0
	for (r = 1; r <= nrules; r++)
		if (matches(r)) {
			n++
			mine = r
		}
	print n == 1 ? class[mine] "," score[mine] : n " rules"
}

END {
	if (!failed && nrules == 0)
		print "rules.awk: no rules"
	if (failed || nrules == 0)
		exit 1
}
