# zeek2json.awk - a Zeek TSV log as the JSON that Zeek itself would write
#
# Numbers stand unquoted as they are, T and F become true and false, an unset
# value leaves its key out, a set or vector is an array.

function quoted(s)
{
	if (s ~ /\\/)
		gsub(/\\/, "&&", s)
	if (s ~ /"/)
		gsub(/"/, "\\\"", s)
	return "\"" s "\""
}

function scalar(s, type)
{
	if (type ~ /^(time|interval|count|int|double|port)$/)
		return s
	if (type == "bool")
		return s == "T" ? "true" : "false"
	return quoted(s == "(empty)" ? "" : s)
}

function array(s, type,   part, n, i, text)
{
	if (s == "(empty)")
		return "[]"
	sub(/^[a-z]*\[/, "", type)
	sub(/\]$/, "", type)
	n = split(s, part, ",")
	for (i = 1; i <= n; i++)
		text = text (i > 1 ? "," : "") scalar(part[i], type)
	return "[" text "]"
}

BEGIN { FS = "\t" }

/^#fields/ {
	for (i = 2; i <= NF; i++)
		name[i - 1] = quoted($i)
}

/^#types/ {
	for (i = 2; i <= NF; i++)
		type[i - 1] = $i
}

!/^#/ {
	text = ""
	for (i = 1; i <= NF; i++) {
		if ($i == "-")
			continue
		text = text (text != "" ? "," : "") name[i] ":" \
		    (type[i] ~ /\[/ ? array($i, type[i]) : scalar($i, type[i]))
	}
	print "{" text "}"
}
