/*
 * replay - run a fuzz target over files, without libFuzzer
 *
 *	replay file ...
 */
#include "fuzz.h"

#define INPUT_MAX ((size_t)1 << 20)

int
main(int argc, char *argv[])
{
	char *room = malloc(INPUT_MAX), *copy;

	for (int i = 1; room != NULL && i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		size_t n;

		if (f == NULL) {
			perror(argv[i]);
			return 1;
		}
		n = fread(room, 1, INPUT_MAX, f);
		fclose(f);
		fprintf(stderr, "%s\n", argv[i]);
		copy = exact_copy(room, n);
		LLVMFuzzerTestOneInput((const uint8_t *)copy, n);
		free(copy);
	}
	free(room);
	printf("%d files\n", argc - 1);
	return argc < 2;
}
