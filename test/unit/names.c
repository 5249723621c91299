/* names: what a schema file says. */
#include "schemas.h"

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

static const char kddcup[] =
    "back,buffer_overflow,ftp_write,guess_passwd,imap,ipsweep,normal,"
    "warezclient,warezmaster.\n"
    "duration: continuous.\n"
    "protocol_type: symbolic.\n"
    "service: symbolic.\n"
    "flag: symbolic.\n"
    "src_bytes: continuous.\n"
    "dst_bytes: continuous.\n"
    "land: symbolic.\n";

static void
test_kddcup(void)
{
	struct kdd_schema s;

	ok(reads(&s, kddcup) && s.ncolumns == 7 && s.form == KDD_PLAIN &&
	    s.label == KDD_NO_COLUMN && s.delimiter == ',' &&
	    s.label_suffix == '\0' &&
	    is_column(&s, 0, "duration", KDD_NUMBER, NULL, KDD_NO_ROLE) &&
	    is_column(&s, 6, "land", KDD_CATEGORY, NULL, KDD_NO_ROLE),
	    "the head of kddcup.names");
	kdd_schema_release(&s);
}

static void
test_flows(void)
{
	struct kdd_schema s;

	ok(reads(&s, flows) && s.ncolumns == 11 && s.form == KDD_HEADER &&
	    s.delimiter == ';' && s.label_suffix == '.' && s.label == 10,
	    "directives, comments, blanks, CRLF and a byte-order mark");
	ok(is_column(&s, 0, "id.orig_h", KDD_IGNORED, NULL, KDD_SRC_IP) &&
	    is_column(&s, 1, "Src Port", KDD_IGNORED, NULL, KDD_SRC_PORT) &&
	    is_column(&s, 2, "first", KDD_NUMBER, "Fwd Header Length",
	    KDD_NO_ROLE) &&
	    is_column(&s, 3, "second", KDD_NUMBER, "Fwd Header Length",
	    KDD_NO_ROLE) &&
	    is_column(&s, 4, "Dst Port", KDD_CATEGORY, "dport",
	    KDD_DEST_PORT) &&
	    is_column(&s, 5, "proto", KDD_CATEGORY, NULL, KDD_PROTO) &&
	    is_column(&s, 6, "flag", KDD_CATEGORY, NULL, KDD_NO_ROLE) &&
	    is_column(&s, 7, "time", KDD_IGNORED, "Timestamp",
	    KDD_TIMESTAMP) &&
	    is_column(&s, 8, "peer", KDD_IGNORED, NULL, KDD_DEST_IP) &&
	    is_column(&s, 9, "index", KDD_IGNORED, "", KDD_NO_ROLE) &&
	    is_column(&s, 10, "Label", KDD_LABEL, NULL, KDD_NO_ROLE),
	    "kinds, names in the header, and roles");
	ok(comes_back(&s), "and all of it comes back");
	kdd_schema_release(&s);
}

static const struct {
	const char	*text;
	enum kdd_stream	 form;
	char		 delimiter, suffix;
} directives[] = {
	{ "", KDD_PLAIN, ',', '\0' },
	{ "form plain.\n", KDD_PLAIN, ',', '\0' },
	{ "form header.\n", KDD_HEADER, ',', '\0' },
	{ "form zeek.\n", KDD_ZEEK, '\t', '\0' },
	{ "form json.\n", KDD_JSON, ',', '\0' },
	{ "form zeek.\ndelimiter comma.\n", KDD_ZEEK, ',', '\0' },
	{ "delimiter ;.\nform zeek.\n", KDD_ZEEK, ';', '\0' },
	{ "delimiter ,.\n", KDD_PLAIN, ',', '\0' },
	{ "delimiter tab.\n", KDD_PLAIN, '\t', '\0' },
	{ "delimiter \\t.\n", KDD_PLAIN, '\t', '\0' },
	{ "delimiter space.\n", KDD_PLAIN, ' ', '\0' },
	{ "delimiter \\ .\n", KDD_PLAIN, ' ', '\0' },
	{ "delimiter pipe.\n", KDD_PLAIN, '|', '\0' },
	{ "delimiter \\|.\n", KDD_PLAIN, '|', '\0' },
	{ "delimiter \\:.\n", KDD_PLAIN, ':', '\0' },
	{ "delimiter \\\\.\n", KDD_PLAIN, '\\', '\0' },
	{ "delimiter ^.\n", KDD_PLAIN, '^', '\0' },
	{ "delimiter \\x01.\n", KDD_PLAIN, '\1', '\0' },
	{ "delimiter \\xA7.\n", KDD_PLAIN, '\xa7', '\0' },
	{ "label-suffix dot.\n", KDD_PLAIN, ',', '.' },
	{ "label-suffix ..\n", KDD_PLAIN, ',', '.' },
	{ "label-suffix \\..\n", KDD_PLAIN, ',', '.' },
	{ "label-suffix \\x2e.\n", KDD_PLAIN, ',', '.' },
	{ "label-suffix x.\n", KDD_PLAIN, ',', 'x' },
	{ "label-suffix space.\n", KDD_PLAIN, ',', ' ' },
	{ "label-suffix !.\n", KDD_PLAIN, ',', '!' },
	{ "label-suffix \\\\.\n", KDD_PLAIN, ',', '\\' },
};

static void
test_directives(void)
{
	bool good = true;

	for (size_t i = 0; i < COUNT(directives); i++) {
		struct kdd_schema s;
		char text[128];
		bool right;

		sprintf(text, "%sa: continuous.\n", directives[i].text);
		right = reads(&s, text) && s.form == directives[i].form &&
		    s.delimiter == directives[i].delimiter &&
		    s.label_suffix == directives[i].suffix && comes_back(&s);
		if (!right)
			note("%s", text);
		good &= right;
		kdd_schema_release(&s);
	}
	ok(good, "every directive, and each comes back");
}

static void
test_delimiter(void)
{
	char c = '#';

	ok(kdd_delimiter_parse("tab", &c) == 0 && c == '\t' &&
	    kdd_delimiter_parse("\\t", &c) == 0 && c == '\t' &&
	    kdd_delimiter_parse("\t", &c) == 0 && c == '\t' &&
	    kdd_delimiter_parse("|", &c) == 0 && c == '|' &&
	    kdd_delimiter_parse("\\", &c) == 0 && c == '\\' &&
	    kdd_delimiter_parse("\\x3B", &c) == 0 && c == ';',
	    "delimiters by name, as they are and as \\xHH");
	ok(kdd_delimiter_parse("", &c) == -1 &&
	    kdd_delimiter_parse("tabs", &c) == -1 &&
	    kdd_delimiter_parse("\\x3b0", &c) == -1 &&
	    kdd_delimiter_parse("\\x", &c) == -1 &&
	    kdd_delimiter_parse("z", &c) == -1 &&
	    kdd_delimiter_parse("Z", &c) == -1 &&
	    kdd_delimiter_parse("\n", &c) == -1 && c == ';',
	    "what is none leaves the byte as it was");
}

int
main(void)
{
	test_kddcup();
	test_flows();
	test_directives();
	test_delimiter();
	return tap_done();
}
