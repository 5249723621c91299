# train_goals.awk - the goals, and whether the medians of this run meet them
#
# In: limits (set, what of "found", value), then medians (set, label, seconds,
# KiB).  A goal is never a failure.

function line(what, is, unit, met)
{
	printf "%-58s %7s %s: %s\n", what, is, unit, met ? "met" : "not met"
}

function seconds(what, set, wanted)
{
	if ((set, "ours") in time)
		line(sprintf("%s <= %.2f s:", what, wanted),
		    sprintf("%.3f", time[set, "ours"]), "s",
		    time[set, "ours"] <= wanted)
}

function faster(what, set, peer, wanted,   is)
{
	if (!((set, peer) in time) || !((set, "ours") in time))
		return
	is = time[set, peer] / time[set, "ours"]
	line(sprintf("%s >= %d times as fast as %s:", what, wanted, peer),
	    sprintf("%.1f", is), "times", is >= wanted)
}

function memory(set,   mib)
{
	mib = limit[set, "bytes"] / 1048576
	line(sprintf("%s, memory, %d distinct rows <= %.1f MiB:", set,
	    limit[set, "distinct"], mib), sprintf("%.1f", kib[set] / 1024),
	    "MiB", kib[set] / 1024 <= mib)
}

BEGIN { FS = "\t" }

FILENAME == "limits" { limit[$1, $2] = $3; next }

$2 ~ /^kdd-train/ {
	sets[++n] = $1
	time[$1, "ours"] = $3
	kib[$1] = $4
}
$2 ~ /^LightGBM/ { time[$1, "LightGBM"] = $3 }
$2 ~ /DecisionTree/ { time[$1, "scikit-learn"] = $3 }
$2 ~ /cross_val/ { time[$1, "cross_val_score"] = $3 }

END {
	print "\nGoals (medians of this run; not asserted).  Memory: 80 bytes" \
	    " and 4 a column for\na distinct row, and the text of categories"
	seconds("DoS", "dos", 0.20)
	faster("DoS", "dos", "LightGBM", 8)
	faster("DoS", "dos", "scikit-learn", 12)
	seconds("five classes", "five", 0.25)
	faster("five classes", "five", "LightGBM", 8)
	faster("five classes", "five", "scikit-learn", 12)
	seconds("10 folds", "folds", 0.60)
	faster("10 folds", "folds", "cross_val_score", 25)
	for (i = 1; i <= n; i++)
		if (sets[i] ~ /-/)
			faster(sets[i], sets[i], "scikit-learn", 3)
	for (i = 1; i <= n; i++)
		memory(sets[i])
}
