package kdd;

import java.io.File;

/** Where rows come from or lines go: a file, or a topic; the other is null. */
record Place(String word, String file, String topic) {
	private static final String FILE = "file:";
	private static final String TOPIC = "topic:";

	/** The place that stands behind key= on the command line. */
	static Place of(String key, String word) throws Arguments.Bad {
		if (word.startsWith(FILE)) {
			return file(word.substring(FILE.length()));
		} else if (word.startsWith(TOPIC)) {
			return new Place(word, null,
			    Check.topic(word.substring(TOPIC.length())));
		}
		throw new Arguments.Bad(key + "=" + word
		    + ": neither file:FILE nor topic:TOPIC");
	}

	/* Workers run in directories of their own. */
	static Place file(String file) {
		return new Place(FILE + file, new File(file).getAbsolutePath(),
		    null);
	}

	boolean isFile() {
		return file != null;
	}
}
