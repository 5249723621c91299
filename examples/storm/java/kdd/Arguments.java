package kdd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words of the form key=value, some of which may come more than once. */
final class Arguments {
	/** What the user has to mend. */
	static final class Bad extends Exception {
		private static final long serialVersionUID = 1;

		Bad(String what) {
			super(what);
		}
	}

	private final Map<String, List<String>> values = new LinkedHashMap<>();

	/** Takes the words from the index on; known names each key. */
	Arguments(String[] words, int from, List<String> known) throws Bad {
		for (int i = from; i < words.length; i++) {
			String key = before(words[i]);
			if (!known.contains(key)) {
				throw new Bad(words[i] + ": no such argument; "
				    + "there are " + String.join(", ", known));
			}
			values.computeIfAbsent(key, k -> new ArrayList<>())
			    .add(after(words[i]));
		}
	}

	/** The part of a word before its first "=". */
	static String before(String word) throws Bad {
		int i = word.indexOf('=');
		if (i < 1) {
			throw new Bad(word + ": not of the form NAME=VALUE");
		}
		return word.substring(0, i);
	}

	static String after(String word) {
		return word.substring(word.indexOf('=') + 1);
	}

	boolean has(String key) {
		return values.containsKey(key);
	}

	List<String> all(String key) {
		return values.getOrDefault(key, List.of());
	}

	/** The last value of the key, or other where there is none. */
	String text(String key, String other) {
		List<String> v = all(key);
		return v.isEmpty() ? other : v.get(v.size() - 1);
	}

	String need(String key) throws Bad {
		if (!has(key)) {
			throw new Bad(key + "= is missing");
		}
		return text(key, null);
	}

	int number(String key, int other, int least) throws Bad {
		return has(key) ? number(key, text(key, null), least) : other;
	}

	/** Of NAME=N the number that a name has, the last one counting. */
	Map<String, Integer> numbers(String key) throws Bad {
		Map<String, Integer> map = new LinkedHashMap<>();
		for (String word : all(key)) {
			map.put(before(word),
			    number(key + "=" + before(word), after(word), 1));
		}
		return map;
	}

	private static int number(String key, String value, int least)
	    throws Bad {
		try {
			int n = Integer.parseInt(value);
			if (n >= least) {
				return n;
			}
		} catch (NumberFormatException e) {
			/* told below */
		}
		throw new Bad(key + "=" + value + ": not a whole number from "
		    + least + " on");
	}
}
