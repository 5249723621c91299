# code.awk - rows of KDD Cup 99 as LightGBM reads them: numbers alone
#
# In: first a model of kdd-train, then the rows.  Out: the number of the
# class, then the features, each category as the number of its value.

BEGIN { FS = OFS = "," }

NR == FNR {
	split($0, word, " ")
	if (word[1] == "class")
		number[word[2]] = classes++
	if (word[1] == "label")
		class[word[2]] = word[3]
	if (word[1] == "other")
		other = word[2]
	next
}

{
	sub(/\.\r?$/, "", $NF)
	label = $NF in class ? class[$NF] : other
	for (i = 2; i <= 4; i++) {
		if (!((i, $i) in code))
			code[i, $i] = n[i]++
		$i = code[i, $i]
	}
	sub(/,[^,]*$/, "")
	print number[label], $0
}
