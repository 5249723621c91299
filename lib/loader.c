#include "loader.h"

#include <string.h>

#include "token.h"

int
kdd_load_bad(struct kdd_loader *l, const char *what)
{
	return kdd_error_set(l->e, l->line, "%s", what);
}

int
kdd_load_no_memory(struct kdd_loader *l)
{
	return kdd_load_bad(l, "out of memory");
}

int
kdd_load_word(struct kdd_loader *l, char **word)
{
	if (kdd_token_next(&l->rest, word) == 1)
		return 0;
	return kdd_load_bad(l, "the line is too short, or not in plain tokens");
}

int
kdd_load_u64(struct kdd_loader *l, uint64_t max, uint64_t *v)
{
	char *w;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	*v = 0;
	for (const char *s = w; *s != '\0'; s++) {
		uint64_t digit = (uint64_t)(*s - '0');

		if (*s < '0' || *s > '9' || (*w == '0' && s > w))
			return kdd_load_bad(l, "not a whole number");
		if (digit > max || *v > (max - digit) / 10)
			return kdd_load_bad(l, "a number is too large");
		*v = *v * 10 + digit;
	}
	return *w != '\0' ? 0 : kdd_load_bad(l, "not a whole number");
}

int
kdd_load_class(struct kdd_loader *l, uint32_t *k)
{
	char *w;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	*k = kdd_classes_find(&l->m->classes, w, strlen(w));
	return *k != KDD_NONE ? 0 : kdd_load_bad(l, "no such class");
}

int
kdd_load_byte(struct kdd_loader *l, char *byte)
{
	char *w;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	if (strlen(w) != 1 || *w == '\n' || *w == '\r' || *w == '"')
		return kdd_load_bad(l,
		    "not a single byte that can stand there");
	*byte = *w;
	return 0;
}
