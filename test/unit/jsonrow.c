/* JSON lines: which are rows, and what their fields are. */
#include "jsonlines.h"

static void
test_shapes(void)
{
	LINE("{}", "", "no members");
	LINE(" \t{ \"a\" : 1 , \"b\":\t2 }\r ", "[a=1][b=2]", "blanks");
	LINE("{\"a\":{\"b\":{\"c\":1},\"d\":2},\"e\":3}",
	    "[a.b.c=1][a.d=2][e=3]", "nested");
	LINE("{\"a.b\":1,\"a\":{\"c\":2},\"d\":{\"e.f\":3}}",
	    "[a.b=1][a.c=2][d.e.f=3]", "dots in keys");
	LINE("{\"\":1,\"a\":{\"\":2,\"b\":{}}}", "[=1][a.=2]", "empty keys");
	LINE("{\"a\":{\"b\":1},\"a.b\":2,\"a\":3,\"a\":4}", "[a.b=1][a=3]",
	    "the first of a key counts");
	LINE("{\"a\":null,\"a\":1}", "[a=]", "be it null");
	LINE("{\"a\":{\"b\":{\"c\":{}}},\"b\":1}", "[b=1]",
	    "an object is no field");
}

static void
test_values(void)
{
	LINE("{\"a\":1e999,\"b\":-0,\"c\":0.1,\"d\":12345678901234567890,"
	    "\"e\":-1.50E+07}", "[a=1e999][b=-0][c=0.1]"
	    "[d=12345678901234567890][e=-1.50E+07]", "numbers as they stand");
	LINE("{\"a\":true,\"b\":false,\"c\":null}", "[a=T][b=F][c=]",
	    "literals");
	LINE("{\"a\":\"x, y\",\"b\":\"\",\"c\":\"T\"}",
	    "[a=x, y][b=(empty)][c=T]", "strings");
	LINE("{\"a\":[1,\"x\",true,\"\",-2.0],\"b\":[]}",
	    "[a=1,x,T,(empty),-2.0][b=(empty)]", "arrays");
	LINE("{\"a\":[null,1,null,2,null]}", "[a=1,2]", "null in an array");
	LINE("{\"a\":[{\"b\":1,\"c\":[2]},3,[4,[5]],6,{}],\"d\":7}",
	    "[a=3,6][d=7]", "objects and arrays in an array");
	LINE("{\"a\":[null],\"b\":[{}],\"c\":[[]],\"d\":{\"e\":[[[1]],\"\"]}}",
	    "[d.e=(empty)]", "arrays of what is passed over");
	LINE("{\"a\":[1],\"a\":[2,3],\"b\":4}", "[a=1][b=4]",
	    "an array that comes twice");
}

static void
test_strings(void)
{
	LINE("{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
	    "[\"\\/\b\f\n\r\t=\"\\/\b\f\n\r\t]", "escapes");
	LINE("{\"\\\\\":\"\\\\\",\"\\\\\\\\\":\"x\\\\\\\"\"}",
	    "[\\=\\][\\\\=x\\\"]", "backslashes");
	LINE("{\"a\":\"\\u0041\\u00e9\\u20AC\\uffff\",\"\\u00E9\":\"x\"}",
	    "[a=A\xc3\xa9\xe2\x82\xac\xef\xbf\xbf][\xc3\xa9=x]", "\\u");
	LINE("{\"a\":\"\\ud83d\\ude00\\ud800\\udc00\\uDBFF\\uDFFF\"}",
	    "[a=\xf0\x9f\x98\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf]",
	    "surrogate pairs");
	LINE("{\"a\":\"\\ud83d\",\"b\":\"\\ude00x\",\"c\":\"\\ud83dx\","
	    "\"d\":\"\\ud83d\\u0041\",\"e\":\"\\ud83d\\ud83d\\ude00\"}",
	    "[a=\xef\xbf\xbd][b=\xef\xbf\xbdx][c=\xef\xbf\xbdx]"
	    "[d=\xef\xbf\xbd" "A][e=\xef\xbf\xbd\xf0\x9f\x98\x80]",
	    "halves of surrogate pairs");
	LINE("{\"a\":\"\\ud83d\\ue000\",\"b\":\"\\udbff\\udbff\","
	    "\"c\":\"\\udc00\\udc00\",\"d\":\"\\ud7ff\\udfff\"}",
	    "[a=\xef\xbf\xbd\xee\x80\x80][b=\xef\xbf\xbd\xef\xbf\xbd]"
	    "[c=\xef\xbf\xbd\xef\xbf\xbd][d=\xed\x9f\xbf\xef\xbf\xbd]",
	    "their neighbours");
	LINE("{\"a\\u0000b\":\"\\u0000\",\"c\":\"x\\u0000y\",\"d\":1}",
	    "[a\xef\xbf\xbd" "b=\xef\xbf\xbd][c=x\xef\xbf\xbdy][d=1]",
	    "\\u0000");
	LINE("{\"a\":\"\xff\xc3\",\"\x80\":\"\xed\xa0\x80\\n\x7f\"}",
	    "[a=\xff\xc3][\x80=\xed\xa0\x80\n\x7f]", "invalid UTF-8 is kept");
	LINE("{\"a\":[\"\\t\",\"\\\\\"],\"b\":{\"\\\"\":{\"c\":\"\\\"\"}}}",
	    "[a=\t,\\][b.\".c=\"]", "escapes within");
}

static void
test_no_objects(void)
{
	static const char *const line[] = {
		"", " ", "\t \r", "[]", "[{\"a\":1}]", "1", "-1.5", "\"a\"",
		"\"a", "null", "tru", "1,2,tcp", "}", "{}{}", "{} {}", "{}}",
		"{\"a\":1} x", "{\"a\":1} \"x", "{\"a\":1} tru", "{\"a\":1},",
		"{} 1", "{}\f", "\xef\xbb\xbf{}",
	};

	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++)
		is_line(line[i], strlen(line[i]), "not one JSON object", 19,
		    "more or less than an object");
}

static void
test_open(void)
{
	static const char whole[] = "{\"a\":{\"b\":[true,\"x\\u0041\"]}}";
	static const char want[] =
	    "the object is not closed at the end of the line";

	for (size_t n = 1; n < sizeof(whole) - 1; n++)
		is_line(whole, n, want, sizeof(want) - 1, "cut off");
}

static void
test_no_json(void)
{
	static const char *const line[] = {
		"{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}",
		"{\"a\":-}", "{\"a\":1e}", "{\"a\":1e+}", "{\"a\":0x1}",
		"{\"a\":--1}", "{\"a\":NaN}", "{\"a\":Infinity}",
		"{\"a\":-Infinity}", "{\"a\":tru}", "{\"a\":True}",
		"{\"a\":nulll}", "{\"a\":truefalse}", "{\"a\" 1}",
		"{\"a\":1,}", "{,}", "{\"a\":,\"b\":1}", "{\"a\":1 \"b\":2}",
		"{\"a\":1,,\"b\":2}", "{\"a\"}", "{a:1}", "{'a':1}", "{1:2}",
		"{\"a\":[1,]}", "{\"a\":[,1]}", "{\"a\":[1 2]}", "{\"a\":1]",
		"{\"a\":[1}", "{]", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
		"{\"a\":\"\\u123\"}", "{\"a\":\"x\001y\"}", "{\"a\":\"\t\"}",
		"{\"a\":\"\037\"}", "{\"\001\":1}", "{\"a\":\v1}", "\v{}",
		"{\f\"a\":1}", "{\"a\":1}/**/", "{/**/\"a\":1}",
		"{\"a\":1//\r}", "{\"a\":\xc2\xa0}",
	};
	static const char trail[] = "not one JSON object";
	const char *want;

	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
		want = strstr(line[i], "}/") != NULL ? trail :
		    "not valid JSON";
		is_line(line[i], strlen(line[i]), want, strlen(want),
		    "not JSON");
	}
	LINE("{\"a\":\0001}", "not valid JSON", "NUL between tokens");
	LINE("{\"a\":\"\0\"}", "not valid JSON", "NUL in a string");
	LINE("{}\0", "not one JSON object", "NUL behind");
}

static uint32_t
find_key(void *arg, const char *key, size_t n)
{
	return kdd_dict_find(arg, key, n);
}

static void
test_columns(void)
{
	char line[] = "{\"x\":1,\"b\":\"B\",\"a\":{\"c\":[1,2]},\"y\":[3],"
	    "\"n\":null}";
	struct kdd_row row = { .bytes = line, .length = sizeof(line) - 1 };
	struct kdd_dict key;
	struct kdd_jsonrow *j;
	struct kdd_span s[5];
	const char *what;

	kdd_dict_init(&key);
	kdd_dict_add(&key, "a.c", 3);
	kdd_dict_add(&key, "absent", 6);
	kdd_dict_add(&key, "b", 1);
	kdd_dict_add(&key, "n", 1);
	j = kdd_jsonrow_new(find_key, &key);
	ok(kdd_jsonrow_parse(j, &row, &key.n, &what) == 0 &&
	    row.nfields == 3 && row.view->ncolumns == 4,
	    "only what is asked for");
	for (uint32_t c = 0; c < 5; c++)
		s[c] = kdd_row_column(&row, c);
	ok(s[0].n == 3 && memcmp(s[0].p, "1,2", 3) == 0 && s[1].n == 0 &&
	    s[2].n == 1 && *s[2].p == 'B' && s[3].n == 0 && s[4].n == 0,
	    "by column");
	ok(row.view->field[1] == KDD_NO_FIELD, "an absent column");
	kdd_jsonrow_free(j);
	kdd_dict_release(&key);
}

int
main(void)
{
	test_shapes();
	test_values();
	test_strings();
	test_no_objects();
	test_open();
	test_no_json();
	test_columns();
	return tap_done();
}
