# shellcheck shell=sh
# tables.sh - the tables of README.md, for make.sh -s
#
# Read by make.sh, which has put the models and the data into $tmp and set
# $models.  Every number is from these models and from runs made here.
# shellcheck disable=SC2154

begin()
{
	printf '<!-- table %s -->\n' "$1"
}

end()
{
	printf '<!-- end -->\n'
}

# head COLUMN ...: the head of a table, words left and numbers right of it
head_of()
{
	echo "$1"
	echo "$1" | sed 's/[^|]/-/g; s/--|/-:|/g; s/^\(|-*\)-:|/\1--|/'
}

commands()
{
	begin commands
	for m in $models; do
		name=" --name $m"
		case $m in dos | bruteforce) name= ;; esac
		echo "    kdd-train $(recipe "$m")$name -o $m.kdt $(rows_of "$m")"
	done
	end
}

# The tree and what it was grown from: the counts at its root
sizes()
{
	begin sizes
	head_of "| model | leaves | depth | rows of its classes, distinct | quiet rows for one that alerts |"
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
			printf "| %s | %d | %d | %s | %.2f |\n", m, leaves,
			    depth, all, sum[1] / sum[0]
		}' "$tmp/$m.kdt"
	done
	end
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

# scores: lines of a table from such TSV of one model on stdin
scores()
{
	awk -F'\t' '
	function part(a, b) { return b ? sprintf("%.6f", a / b) : "-" }
	# A line for a class, or for all classes but one: tp, fn, fp, tn
	function line(what, tp, fn, fp, tn, accuracy) {
		printf "| %s | %s | %d | %s | %s | %s | %s | |\n", $1, what,
		    tp + fn, part(tp, tp + fn), part(tp, tp + fp),
		    part(fp, fp + tn),
		    accuracy ? part(tp + tn, all) : ""
	}
	$2 == "cost" { cost = $5 }
	$2 == "rows" {
		if (!($3 in of))
			class[++n] = $3
		of[$3] += $5
		said[$4] += $5
		all += $5
		if ($3 == $4) {
			hit[$3] = $5
			right += $5
		}
	}
	END {
		five = "normal" in of
		if (five) {
			c = "normal"
			line("attack or not", all - of[c] - said[c] + hit[c],
			    said[c] - hit[c], of[c] - hit[c], hit[c], 1)
		}
		for (i = 1; i <= n; i++) {
			c = class[i]
			if (c != "rest")
				line(c, hit[c], of[c] - hit[c],
				    said[c] - hit[c],
				    all - of[c] - said[c] + hit[c], !five)
		}
		if (five)
			printf "| %s | all five | %d | | | | %s | %s |\n",
			    $1, all, part(right, all), cost
	}'
}

head_of_scores()
{
	head_of "| model | class | its rows | recall | precision | FP rate | accuracy | cost a row |"
}

cross_validation()
{
	begin cross-validation
	head_of_scores
	for m in $models; do
		pooled "$tmp/$m.kdt" | scores
	done
	end
}

# Cross-validation again, with training thinned to other ratios
ratios()
{
	begin ratios
	head_of "| model | ratio | rest | target | leaves | recall | precision | FP rate | accuracy |"
	for m in dos bruteforce nsl-dos nsl-bruteforce; do
		for r in all 10:1 3:1 1:1; do
			if [ "$r" = all ]; then
				cp "$tmp/$m.kdt" "$tmp/ratio.kdt"
			else
				train "$m" "$tmp/ratio.kdt" -q -r "$r"
			fi
			pooled "$tmp/ratio.kdt" | scores |
			    awk -F' *[|] *' -v r="$r" '
			FNR == NR && $0 ~ /^class/ {
				split($0, w, " ")
				rest[++n] = w[2] == "rest"
			}
			FNR == NR && /^(node|leaf) / && !root++ {
				split($0, w, " ")
				for (i = 1; i <= n; i++)
					count[rest[i]] = w[i + 3]
			}
			FNR == NR && /^leaf / { leaves++ }
			FNR != NR {
				printf "| %s | %s | %d | %d | %d |", $2, r,
				    count[1], count[0], leaves
				printf " %s | %s | %s | %s |\n", $5, $6, $7, $8
			}' "$tmp/ratio.kdt" -
		done
	done
	end
}

# Every row of KDDTest+ judged once by each model
judge()
{
	for m in $models; do
		kdd-classify -q -a -m "$tmp/$m.kdt" "$tmp/KDDTest+.txt" \
		    >"$tmp/$m.verdicts"
	done
}

on_test()
{
	begin test
	head_of_scores
	for m in $models; do
		cost=
		case $m in *families) cost='-C kdd99' ;; esac
		# shellcheck disable=SC2086
		kdd-score -q $cost -f tsv -m "$tmp/$m.kdt" \
		    "$tmp/$m.verdicts" | scores
	done
	end
}

# How many rows of each label each training file has
label_counts()
{
	for m in dos nsl-dos; do
		cut -d, -f42 "$tmp/$(rows_of $m)" | sed 's/\.$//' | sort |
		    uniq -c | awk -v f="$m" '{ print f "," $2 "," $1 }'
	done
	sed -n 's/^label \(.*\) \(.*\)/class,\1,\2/p' "$tmp/families.kdt"
}

# by_label COMMANDS: awk commands over the verdicts of dos, nsl-dos, families
# and nsl-families.  had[data, label] are the rows that training had,
# class[label] is the label's, and for labels whose class makes a model alert
# test[model, label] are its rows, missed[model, label] those without alert.
by_label()
{
	awk -F, '
	FNR == 1 { file++ }
	file == 1 && $1 == "class" { class[$2] = $3 }
	file == 1 && $1 != "class" { had[$1 == "dos" ? 1 : 2, $2] = $3 }
	file > 1 {
		dos = file <= 3
		if (class[$45] == "normal" || dos && class[$45] != "dos")
			next
		label[$45]
		test[file - 1, $45]++
		missed[file - 1, $45] += $2 == (dos ? "rest" : "normal")
	}
	'"$1" "$tmp/labels" "$tmp/dos.verdicts" "$tmp/nsl-dos.verdicts" \
	    "$tmp/families.verdicts" "$tmp/nsl-families.verdicts"
}

missed()
{
	begin missed
	head_of "| class | label | in 10 % | in KDDTrain+ | in KDDTest+ | missed by dos | by nsl-dos | by families | by nsl-families |"
	by_label 'END {
		for (l in label) {
			printf "| %s | %s | %d | %d | %d |", class[l], l,
			    had[1, l], had[2, l], test[3, l]
			for (i = 1; i <= 4; i++)
				printf " %s |", ((i, l) in test) ? \
				    missed[i, l] + 0 : ""
			print ""
		}
	}' | sort
	end
}

# The same, summed up by whether training had the label
novelty()
{
	begin known
	head_of "| model | rows of labels it was trained on | found | recall | rows of other labels | found | recall |"
	by_label 'END {
		split("dos,nsl-dos,families,nsl-families", model, ",")
		for (i = 1; i <= 4; i++) {
			split("", rows)
			split("", found)
			for (l in label) {
				k = had[2 - i % 2, l] > 0
				rows[k] += test[i, l]
				found[k] += test[i, l] - missed[i, l]
			}
			printf "| %s |", model[i]
			for (k = 1; k >= 0; k--)
				printf " %d | %d | %.6f |", rows[k], found[k],
				    found[k] / rows[k]
			print ""
		}
	}'
	end
}

passwords()
{
	begin guess_passwd
	head_of "| service | in 10 % | in KDDTrain+ | in KDDTest+ | found by bruteforce | by nsl-bruteforce |"
	awk -F, '
	FNR == 1 { file++ }
	file <= 2 && $42 ~ /^guess_passwd/ { n[file, $3]++; service[$3] }
	file > 2 && $45 == "guess_passwd" {
		service[$6]
		n[3, $6] += file == 3
		n[file + 1, $6] += $2 == "bruteforce"
	}
	END {
		for (s in service)
			printf "| %s | %d | %d | %d | %d | %d |\n", s, n[1, s],
			    n[2, s], n[3, s], n[4, s], n[5, s]
	}' "$tmp/kddcup.data_10_percent" "$tmp/KDDTrain+.txt" \
	    "$tmp/bruteforce.verdicts" "$tmp/nsl-bruteforce.verdicts" | sort
	end
}

# Where false alarms of the families are: services of normal rows
false_alarms()
{
	begin false-alarms
	head_of "| model | service | normal rows in KDDTest+ | false alarms | most often as |"
	for m in families nsl-families; do
		awk -F, -v m="$m" '$45 == "normal" {
			n[$6]++
			if ($2 == "normal")
				next
			bad[$6]++
			if (++as[$6, $2] > as[$6, top[$6]])
				top[$6] = $2
		}
		END {
			for (s in bad)
				printf "| %s | %s | %d | %d | %s |\n", m, s,
				    n[s], bad[s], top[s]
		}' "$tmp/$m.verdicts" | sort -t'|' -k5,5nr -k3,3 | sed 5q
	done
	end
}

# Rows of the test set that are equal to one of training, label aside
overlap()
{
	begin overlap
	head_of "| training | rows of KDDTest+ with features that are in it |"
	for f in kddcup.data_10_percent KDDTrain+.txt; do
		cut -d, -f1-41 "$tmp/$f" | sort -u >"$tmp/features"
		n=$(cut -d, -f1-41 "$tmp/KDDTest+.txt" | sort |
		    join -t "$(printf '\t')" - "$tmp/features" | wc -l)
		echo "| $f | $n |"
	done
	end
}

left_out()
{
	begin left-out
	head_of "| class | label | rows of 10 % | dos | families | rows of KDDTrain+ | nsl-dos | nsl-families |"
	for m in dos families nsl-dos nsl-families; do
		train "$m" "$tmp/novel.kdt" --leave-attack-out 2>"$tmp/log"
		cmp "$tmp/novel.kdt" "$tmp/$m.kdt"
		sed -n '/^attacks left out/,/^ *mean/p' "$tmp/log" |
		    sed -n 's/[()]//g; s/each label counts the same//
			/^ *[0-9m]/s/^/'"$m"' /p'
	done | awk '
	$2 == "mean" { mean[$1] = $3; next }
	{
		class[$5] = $6
		rows[$1 ~ /^nsl/, $5] = $2
		share[$1, $5] = $3
	}
	END {
		for (l in class)
			printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n",
			    class[l], l, rows[0, l], share["dos", l],
			    share["families", l], rows[1, l],
			    share["nsl-dos", l], share["nsl-families", l]
		printf "| | the mean of labels | | %s | %s | | %s | %s |\n",
		    mean["dos"], mean["families"], mean["nsl-dos"],
		    mean["nsl-families"]
	}' | sort -t'|' -k2,2r -k3,3 | sed 's/  *|/ |/g'
	end
}

tables()
{
	commands
	sizes
	cross_validation
	ratios
	left_out
	judge
	label_counts >"$tmp/labels"
	on_test
	overlap
	novelty
	missed
	false_alarms
	passwords
}
