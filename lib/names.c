#include "names.h"

#include <assert.h>
#include <string.h>

#include "token.h"

#define ALIGN_MAX	48	/* comments stand so far to the right */

/* The first name of a byte is the one that is written. */
static const struct {
	const char	*name;
	char		 byte;
} bytes[] = {
	{ "comma", ',' }, { "tab", '\t' }, { "semicolon", ';' },
	{ "pipe", '|' }, { "space", ' ' }, { "dot", '.' }, { "\\t", '\t' },
};

static const char *const kinds[] = {
	[KDD_NUMBER] = "continuous", [KDD_CATEGORY] = "symbolic",
	[KDD_LABEL] = "label", [KDD_IGNORED] = "ignore",
};

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int
kdd_byte_parse(const char *s, char *byte)
{
	int hi, lo;
	char c = s[0];

	for (size_t i = 0; i < sizeof(bytes) / sizeof(*bytes); i++)
		if (strcmp(s, bytes[i].name) == 0) {
			*byte = bytes[i].byte;
			return 0;
		}
	if (c == '\\' && s[1] == 'x' && (hi = hex_digit(s[2])) != -1 &&
	    (lo = hex_digit(s[3])) != -1 && s[4] == '\0')
		c = (char)(hi << 4 | lo);
	else if (c == '\0' || s[1] != '\0')
		return -1;
	if (strchr("\"\r\n", c) != NULL)	/* finds NUL, too */
		return -1;
	*byte = c;
	return 0;
}

/* What stands in numbers and names cannot stand between them. */
static bool
is_delimiter(char c)
{
	char lower = c | 0x20;

	return (c < '0' || c > '9') && (lower < 'a' || lower > 'z') &&
	    strchr("._+-\"\r\n", c) == NULL;
}

int
kdd_delimiter_parse(const char *s, char *delimiter)
{
	char c;

	if (kdd_byte_parse(s, &c) == -1 || !is_delimiter(c))
		return -1;
	*delimiter = c;
	return 0;
}

const char *
kdd_delimiter_guess(const char *text)
{
	static const char *const word[] = { "tab", "semicolon", "pipe" };
	char c;

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (kdd_byte_parse(word[i], &c) == 0 &&
		    strchr(text, c) != NULL)
			return word[i];
	return NULL;
}

static void
add_byte(struct kdd_buf *b, char c)
{
	for (size_t i = 0; i < sizeof(bytes) / sizeof(*bytes); i++)
		if (bytes[i].byte == c) {
			kdd_buf_puts(b, bytes[i].name);
			return;
		}
	if (c <= 0x20 || c >= 0x7f)
		kdd_buf_printf(b, "\\x%02x", (unsigned char)c);
	else
		kdd_buf_printf(b, c == ':' || c == '\\' ? "\\%c" : "%c", c);
}

/* Would byte i of a name mean something else if it stood as it is? */
static bool
is_special(const char *s, size_t i)
{
	const char next = s[i + 1];

	if (i == 0 && strchr("\xef\xfe\xff", s[0]) != NULL)
		return true;	/* no name begins a file like an encoding */
	if (s[i] == ' ')
		return i == 0 || next == '\0';
	if (s[i] == '.')
		return next == '\0' || next == ' ';
	if (strncmp(s + i, "as", 2) == 0 && (i == 0 || s[i - 1] == ' '))
		return s[i + 2] == '\0' || s[i + 2] == ' ';
	return strchr(":|,\"\\", s[i]) != NULL;
}

static void
add_name(struct kdd_buf *b, const char *s)
{
	assert(kdd_token_is_name(s));
	for (size_t i = 0; s[i] != '\0'; i++) {
		if (is_special(s, i))
			kdd_buf_char(b, '\\');
		kdd_buf_char(b, s[i]);
	}
}

static void
add_column(struct kdd_buf *b, const struct kdd_column *c)
{
	assert(c->kind != KDD_UNDECIDED && *c->name != '\0');
	add_name(b, c->name);
	kdd_buf_puts(b, ": ");
	kdd_buf_puts(b, kinds[c->kind]);
	if (c->from != NULL) {
		kdd_buf_puts(b, " from ");
		add_name(b, c->from);
		if (*c->from == '\0')
			kdd_buf_puts(b, "\"\"");
	}
	if (c->role != KDD_NO_ROLE) {
		kdd_buf_puts(b, " as ");
		kdd_buf_puts(b, kdd_role_name(c->role));
	}
	kdd_buf_char(b, '.');
}

static void
add_directives(struct kdd_buf *b, const struct kdd_schema *s)
{
	if (s->form != KDD_PLAIN) {
		kdd_buf_puts(b, "form ");
		kdd_buf_puts(b, kdd_stream_name(s->form));
		kdd_buf_puts(b, ".\n");
	}
	/* rows of JSON have none, so what stands for it may be any byte */
	if (s->delimiter != (s->form == KDD_ZEEK ? '\t' : ',') &&
	    (s->form != KDD_JSON || is_delimiter(s->delimiter))) {
		kdd_buf_puts(b, "delimiter ");
		add_byte(b, s->delimiter);
		kdd_buf_puts(b, ".\n");
	}
	if (s->label_suffix != '\0') {
		kdd_buf_puts(b, "label-suffix ");
		add_byte(b, s->label_suffix);
		kdd_buf_puts(b, ".\n");
	}
}

/* Characters, if it is UTF-8. */
static size_t
width_of(const char *p, size_t n)
{
	size_t width = 0;

	while (n-- > 0)
		width += ((unsigned char)p[n] & 0xc0) != 0x80;
	return width;
}

/* How far to the right the longest column line goes, or ALIGN_MAX. */
static size_t
align(const struct kdd_schema *s)
{
	struct kdd_buf line = KDD_BUF_INIT;
	size_t most = 0, width;

	for (uint32_t i = 0; i < s->ncolumns && most < ALIGN_MAX; i++) {
		line.n = 0;
		add_column(&line, &s->column[i]);
		width = width_of(line.p, line.n);
		most = width > most ? width : most;
	}
	kdd_buf_release(&line);
	return most < ALIGN_MAX ? most : ALIGN_MAX;
}

static void
add_note(struct kdd_buf *b, size_t width, size_t to, const char *text)
{
	do
		kdd_buf_char(b, ' ');
	while (width++ < to);
	kdd_buf_puts(b, "| ");
	for (; *text != '\0'; text++)
		kdd_buf_char(b, (unsigned char)*text < 0x20 ||
		    *text == 0x7f ? '?' : *text);
}

void
kdd_names_write(struct kdd_buf *b, const struct kdd_schema *s,
    const char *(*note)(void *arg, uint32_t column), void *arg)
{
	size_t to = note != NULL ? align(s) : 0, start;
	const char *text;

	add_directives(b, s);
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		start = b->n;
		add_column(b, &s->column[i]);
		text = note != NULL ? note(arg, i) : NULL;
		if (text != NULL && *text != '\0' && !b->failed)
			add_note(b, width_of(b->p + start, b->n - start), to,
			    text);
		kdd_buf_char(b, '\n');
	}
}
