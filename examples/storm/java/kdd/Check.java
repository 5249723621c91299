package kdd;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What could only fail later, again and again and in a log, is refused before
 * it begins.  Of files it asks this machine: for where the workers run here.
 */
final class Check {
	private Check() { }

	/** A name that is good for Storm and, as a group's, for Kafka. */
	static void name(String name) throws Arguments.Bad {
		if (!name.matches("[A-Za-z0-9_-]+")) {
			throw new Arguments.Bad("name=" + name
			    + ": only letters, digits, - and _");
		}
	}

	static String topic(String topic) throws Arguments.Bad {
		if (!topic.matches("[A-Za-z0-9._-]{1,249}")) {
			throw new Arguments.Bad("topic:" + topic
			    + ": only letters, digits, ., - and _");
		}
		return topic;
	}

	static void readable(String key, File f) throws Arguments.Bad {
		if (!f.exists()) {
			throw new Arguments.Bad(key + "=file:" + f
			    + ": no such file");
		} else if (f.isDirectory() || !f.canRead()) {
			throw new Arguments.Bad(key + "=file:" + f
			    + ": cannot be read");
		}
	}

	static void writable(String key, File f) throws Arguments.Bad {
		if (!f.getParentFile().isDirectory()) {
			throw new Arguments.Bad(key + "=" + f
			    + ": no such directory");
		} else if (f.isDirectory() || !(f.exists() ? f
		    : f.getParentFile()).canWrite()) {
			throw new Arguments.Bad(key + "=" + f
			    + ": cannot be written");
		}
	}

	/** A program that there is; a kdd-storm has to take its words, too. */
	static void bolt(String name, String... command) throws Exception {
		String program = command[0];
		if (program.contains("/") ? !new File(program).isAbsolute()
		    || !runs(program) : !inPath(program)) {
			throw new Arguments.Bad("bolt=" + name + "=" + program
			    + ": no such program; name it by its whole path, "
			    + "\"\\ \" for a space in it");
		}
		if (new File(program).getName().equals("kdd-storm")) {
			starts(name, command);
		}
	}

	private static boolean runs(String file) {
		return new File(file).isFile() && new File(file).canExecute();
	}

	private static boolean inPath(String program) {
		return List.of(System.getenv("PATH").split(":")).stream()
		    .anyMatch(dir -> runs(dir + "/" + program));
	}

	/* It reads its models first, and ends where no Storm speaks to it. */
	private static void starts(String name, String... command)
	    throws IOException, InterruptedException, Arguments.Bad {
		Process p = new ProcessBuilder(command)
		    .directory(new File(System.getProperty("java.io.tmpdir")))
		    .redirectErrorStream(true).start();
		p.getOutputStream().close();
		String said = new String(p.getInputStream().readAllBytes(),
		    StandardCharsets.UTF_8).trim();
		if (p.waitFor() != 0) {
			throw new Arguments.Bad("bolt=" + name + ": " + said
			    + (said.contains("No such file") ? "; bolts run in "
			    + "their worker's directory: whole paths" : ""));
		}
	}
}
