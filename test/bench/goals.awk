# goals.awk - the goals, and whether the medians of this run meet them
#
# In: set, label, MB/s, seconds of each way.  A goal is never a failure.

# The fastest way to scan comes first.
function first(key, value)
{
	if (!(key in got))
		got[key] = value
}

function speed(what, key, wanted,   is)
{
	if (!(key in got))
		return
	is = got[key]
	printf "%-46s %5.0f MB/s: %s\n", what " >= " wanted " MB/s:", is,
	    (is >= wanted) ? "met" : "not met"
}

function no_slower(what, set,   ours, libcsv)
{
	if (!((set " positions read") in got) ||
	    !((set " libcsv read") in got))
		return
	ours = got[set " positions read"]
	libcsv = got[set " libcsv read"]
	printf "%-46s %5.0f, %.0f MB/s: %s\n", what ":", ours, libcsv,
	    (ours >= libcsv) ? "met" : "not met"
}

BEGIN { FS = "\t" }

$2 ~ /^ours, positions.* memory$/ { first($1 " positions memory", $3) }
$2 ~ /^ours, positions.* read$/ { first($1 " positions read", $3) }
$2 ~ /^ours, all.* memory$/ { first($1 " fields memory", $3) }
$2 ~ /^ours, all.* read$/ { first($1 " fields read", $3) }
$2 == "libcsv, read" { first($1 " libcsv read", $3) }

END {
	print "\nGoals (medians of this run; not asserted)"
	speed("positions, KDD99, memory", "kdd positions memory", 3000)
	speed("positions, KDD99, read", "kdd positions read", 3000)
	speed("all fields, KDD99, memory", "kdd fields memory", 600)
	speed("all fields, KDD99, read", "kdd fields read", 600)
	no_slower("all in quotes: ours, libcsv (read)", "quoted")
	no_slower("categories in quotes: ours, libcsv (read)", "some")
	speed("JSON, all fields, read", "json fields read", 150)
}
