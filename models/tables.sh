# shellcheck shell=sh
# tables.sh - the tables of README.md, for make.sh -s
#
# Read by make.sh, which has put the models and the data into $tmp and set
# $models.  Every number is from these models and from runs made here.
# shellcheck disable=SC2154

# block NAME: what the function of that name prints, between the marks that
# make.sh -u looks for
block()
{
	printf '<!-- table %s -->\n' "$1"
	"$1"
	printf '<!-- end -->\n'
}

# table COLUMN ...: a table of the lines on stdin, cells with | between, in
# columns of one width; numbers stand at the right
table()
{
	( IFS='|'; printf '%s\n' "$*" ) >"$tmp/head"
	awk -F'|' '
	{
		if (FNR == NR)
			n = NF
		for (i = 1; i <= n; i++) {
			cell[NR, i] = $i
			if (length($i) > wide[i])
				wide[i] = length($i)
			if (FNR != NR && $i !~ /^([0-9.]*|-)$/)
				word[i] = 1
		}
	}
	END {
		for (i = 1; i <= n; i++) {
			format[i] = "| %" (word[i] ? "-" : "") wide[i] "s "
			bar[i] = sprintf("%" wide[i] "s", "")
			gsub(/ /, "-", bar[i])
		}
		for (r = 1; r <= NR; r++) {
			for (i = 1; i <= n; i++)
				printf format[i], cell[r, i]
			print "|"
			for (i = 1; r == 1 && i <= n; i++)
				printf "|-%s%s", bar[i], word[i] ? "-" : ":"
			if (r == 1)
				print "|"
		}
	}' "$tmp/head" -
}

commands()
{
	for m in $models; do
		echo "    kdd-train $(recipe "$m") --name $m -o $m.kdt" \
		    "$(rows_of "$m")"
	done
}

# The tree, and the rows that it was grown from: the counts at its root
sizes()
{
	for m in $models; do
		awk -v m="$m" '
		$1 == "class" { class[++n] = $2; quiet[n] = $3 == "quiet" }
		/^(node|leaf) / && !root++ {
			for (i = 1; i <= n; i++) {
				all = all (i > 1 ? ", " : "") $(i + 3) " " \
				    class[i]
				sum[quiet[i]] += $(i + 3)
			}
		}
		$1 == "leaf" { leaves++; if ($2 > depth) depth = $2 }
		END {
			printf "%s|%d|%d|%s|%.2f\n", m, leaves, depth, all,
			    sum[1] / sum[0]
		}' "$tmp/$m.kdt"
	done | table model leaves depth 'rows, distinct' quiet:alert
}

# pooled FILE: a model's cross-validation in the form of kdd-score -f tsv: the
# confusion matrix, and the cost of a row if the model has costs
pooled()
{
	awk -v OFS='\t' '
	$1 == "name" { name = $2 }
	$1 == "class" { class[++n] = $2 }
	/^option cost / {
		gsub(/^option cost "|"$/, "")
		split($0, cost, /;? /)
		costs = 1
	}
	$1 == "confusion" {
		k++
		for (i = 1; i <= n; i++) {
			print name, "rows", $2, class[i], $(i + 2)
			rows += $(i + 2)
			sum += $(i + 2) * cost[(k - 1) * n + i]
		}
	}
	END { if (costs) printf "%s\tcost\t-\t-\t%.6f\n", name, sum / rows }
	' "$1"
}

# scores: lines of a table from such TSV of one model; "attack or not" is made
# of the five classes
scores()
{
	awk -F'\t' '
	function part(a, b) { return b ? sprintf("%.6f", a / b) : "-" }
	function line(what, tp, rows, said, accuracy) {
		printf "%s|%s|%d|%s|%s|%s|%s|\n", $1, what, rows,
		    part(tp, rows), part(tp, said),
		    part(said - tp, all - rows), accuracy
	}
	$2 == "cost" { cost = $5 }
	$2 == "rows" {
		if (!($3 in rows))
			class[++n] = $3
		rows[$3] += $5
		said[$4] += $5
		all += $5
		if ($3 == $4) {
			hit[$3] = $5
			right += $5
		}
	}
	END {
		five = "normal" in rows
		if (five) {
			tn = hit["normal"]
			tp = all - rows["normal"] - said["normal"] + tn
			line("attack or not", tp, all - rows["normal"],
			    all - said["normal"], part(tp + tn, all))
		}
		for (i = 1; i <= n; i++)
			if (class[i] != "rest")
				line(class[i], hit[class[i]], rows[class[i]],
				    said[class[i]], five ? "" : \
				    part(right, all))
		if (five)
			printf "%s|all five|%d||||%s|%s\n", $1, all,
			    part(right, all), cost
	}'
}

table_of_scores()
{
	table model class 'its rows' recall precision 'FP rate' accuracy \
	    'cost a row'
}

cross_validation()
{
	for m in $models; do
		pooled "$tmp/$m.kdt" | scores
	done | table_of_scores
}

# Cross-validation again, of trees whose training was thinned to other ratios
ratios()
{
	for m in dos bruteforce nsl-dos nsl-bruteforce; do
		for r in all 10:1 3:1 1:1; do
			case $r in
			all)	cp "$tmp/$m.kdt" "$tmp/ratio.kdt" ;;
			*)	train "$m" "$tmp/ratio.kdt" -q -r "$r" \
				    2>"$tmp/log" ;;	# single leaves
			esac
			# the target comes before rest in byte order
			awk '/^(node|leaf) / && !root++ { t = $4; rest = $5 }
			    $1 == "leaf" { leaves++ }
			    END { print rest "|" t "|" leaves }' \
			    "$tmp/ratio.kdt" | tr '\n' '|'
			pooled "$tmp/ratio.kdt" | scores |
			    awk -v r="$r" '{ print $0 "|" r }'
		done
	done | awk -F'|' -v OFS='|' \
	    '{ print $4, $12, $1, $2, $3, $7, $8, $9, $10 }' |
	    table model ratio rest target leaves recall precision 'FP rate' \
	    accuracy
}

left_out()
{
	for m in dos families nsl-dos nsl-families; do
		train "$m" "$tmp/novel.kdt" --leave-attack-out 2>"$tmp/log"
		must cmp "$tmp/novel.kdt" "$tmp/$m.kdt"
		sed -n '/^attacks left out/,/^ *mean/p' "$tmp/log" |
		    sed -n 's/[()]//g; /^ *[0-9m]/s/^/'"$m"' /p'
	done | awk '
	$2 == "mean" { mean[$1] = $3; next }
	{
		class[$5] = $6
		rows[$1 ~ /^nsl/, $5] = $2
		share[$1, $5] = $3
	}
	END {
		for (l in class)
			printf "%s|%s|%s|%s|%s|%s|%s|%s\n", class[l], l,
			    rows[0, l], share["dos", l], share["families", l],
			    rows[1, l], share["nsl-dos", l],
			    share["nsl-families", l]
		printf "|mean of labels||%s|%s||%s|%s\n", mean["dos"],
		    mean["families"], mean["nsl-dos"], mean["nsl-families"]
	}' | sort -t'|' -k1,1r -k2,2 |
	    table class label 10% dos families Train+ nsl-dos nsl-families
}

# Every row of KDDTest+ judged by each model
judge()
{
	for m in $models; do
		must kdd-classify -q -a -m "$tmp/$m.kdt" "$tmp/KDDTest+.txt" \
		    >"$tmp/$m.verdicts"
	done
}

on_test()
{
	for m in $models; do
		cost=
		case $m in *families) cost='-C kdd99' ;; esac
		# shellcheck disable=SC2086
		must kdd-score -q $cost -f tsv -m "$tmp/$m.kdt" \
		    "$tmp/$m.verdicts" | scores
	done | table_of_scores
}

# Rows of the test set that equal one of training, label aside
overlap()
{
	for f in kddcup.data_10_percent KDDTrain+.txt; do
		cut -d, -f1-41 "$tmp/$f" | sort -u >"$tmp/features"
		n=$(cut -d, -f1-41 "$tmp/KDDTest+.txt" | sort |
		    join -t "$(printf '\t')" - "$tmp/features" | wc -l)
		echo "$f|$n"
	done | table training 'rows of KDDTest+ that it has'
}

# How many rows of each label each training file has, and the label's class
labels()
{
	for m in dos nsl-dos; do
		cut -d, -f42 "$tmp/$(rows_of $m)" | sed 's/\.$//' | sort |
		    uniq -c | awk -v m="$m" '{ print m "," $2 "," $1 }'
	done
	sed -n 's/^label \(.*\) \(.*\)/class,\1,\2/p' "$tmp/families.kdt"
}

# by_label COMMANDS: awk commands after the verdicts of dos, nsl-dos, families
# and nsl-families, 1 to 4.  had[1 or 2, label] are the rows of 10 % and of
# KDDTrain+; test[model, label] those of KDDTest+, and missed[model, label] of
# them those without an alert, where the label's class should make one.
by_label()
{
	awk -F, '
	FNR == 1 { model = file++ }
	!model && $1 == "class" { class[$2] = $3 }
	!model && $1 != "class" { had[1 + ($1 != "dos"), $2] = $3 }
	model {
		dos = model <= 2
		if (class[$45] == "normal" || dos && class[$45] != "dos")
			next
		label[$45]
		test[model, $45]++
		missed[model, $45] += $2 == (dos ? "rest" : "normal")
	}
	'"$1" "$tmp/labels" "$tmp/dos.verdicts" "$tmp/nsl-dos.verdicts" \
	    "$tmp/families.verdicts" "$tmp/nsl-families.verdicts"
}

# Summed up by whether the label was among the rows trained on
known()
{
	by_label 'END {
		split("dos,nsl-dos,families,nsl-families", name, ",")
		for (i = 1; i <= 4; i++) {
			split("", rows)
			split("", found)
			for (l in label) {
				k = had[2 - i % 2, l] > 0
				rows[k] += test[i, l]
				found[k] += test[i, l] - missed[i, l]
			}
			printf "%s", name[i]
			for (k = 1; k >= 0; k--)
				printf "|%d|%d|%s", rows[k], found[k],
				    rows[k] ? sprintf("%.6f", \
				    found[k] / rows[k]) : "-"
			print ""
		}
	}' | table model 'known rows' found recall 'new rows' found recall
}

missed()
{
	by_label 'END {
		for (l in label) {
			printf "%s|%s|%d|%d|%d", class[l], l, had[1, l],
			    had[2, l], test[3, l]
			for (i = 1; i <= 4; i++)
				printf "|%s", ((i, l) in test) ? \
				    missed[i, l] : ""
			print ""
		}
	}' | sort |
	    table class label 10% Train+ Test+ dos nsl-dos families \
	    nsl-families
}

# The services of most false alarms
false_alarms()
{
	for m in families nsl-families; do
		awk -F, -v m="$m" '$45 == "normal" {
			rows[$6]++
			if ($2 != "normal")
				said[$6, $2]++
		}
		END {
			split("dos probe r2l u2r", class, " ")
			for (s in rows) {
				sum = 0
				for (i = 1; i <= 4; i++)
					sum += said[s, class[i]]
				printf "%s|%s|%d|%d", m, s, rows[s], sum
				for (i = 1; i <= 4; i++)
					printf "|%d", said[s, class[i]]
				print ""
			}
		}' "$tmp/$m.verdicts" | sort -t'|' -k4,4nr -k2,2 | sed 3q
	done | table model service 'normal rows' alarms dos probe r2l u2r
}

private()
{
	for f in kddcup.data_10_percent KDDTrain+.txt KDDTest+.txt; do
		awk -F, -v f="$f" '
		$3 == "private" && $42 ~ /^normal/ { n++; k += $5 == 105 }
		END { print f "|" n "|" k }' "$tmp/$f"
	done | table data 'normal rows of private' 'src_bytes = 105'
}

guess_passwd()
{
	awk -F, '
	FNR == 1 { file++ }
	file <= 2 && $42 ~ /^guess_passwd/ { n[file, $3]++; service[$3] }
	file > 2 && $45 == "guess_passwd" {
		service[$6]
		n[3, $6] += file == 3
		n[4, $6] += file == 3 && $14 > 0
		n[file + 2, $6] += $2 == "bruteforce"
	}
	END {
		for (s in service)
			printf "%s|%d|%d|%d|%d|%d|%d\n", s, n[1, s], n[2, s],
			    n[3, s], n[4, s], n[5, s], n[6, s]
	}' "$tmp/kddcup.data_10_percent" "$tmp/KDDTrain+.txt" \
	    "$tmp/bruteforce.verdicts" "$tmp/nsl-bruteforce.verdicts" | sort |
	    table service 10% Train+ Test+ 'failed logins' bruteforce \
	    nsl-bruteforce
}

rules()
{
	for m in bruteforce nsl-bruteforce; do
		echo
		must kdd-compile -f rules "$tmp/$m.kdt" | sed 's/^/    /'
	done
	echo
}

tables()
{
	block commands
	block sizes
	block cross_validation
	block ratios
	block left_out
	judge
	labels >"$tmp/labels"
	block on_test
	block overlap
	block known
	block missed
	block false_alarms
	block private
	block guess_passwd
	block rules
}
