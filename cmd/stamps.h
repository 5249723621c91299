/*
 * stamps - how long lines have been on their way, by the times they end in
 *
 * kdd-replay --stamp appends to each line the time when it was sent; here
 * that is set against the time when the line came out of read(2).  What is
 * asked of a line is only that it ends in a field of digits.
 */
#ifndef KDD_STAMPS_H
#define KDD_STAMPS_H

#include "cli.h"

/*
 * Read the files, or stdin, and write what was found to output (NULL: stdout)
 * in the format, "table", "json" or "tsv".  Returns the exit status.
 */
enum cli_status	stamps_judge(const char *format, const char *output,
		    bool quiet, char *files[]);

#endif
