package kdd;

/**
 * The rows of one tuple, with newlines between.  It is the tuple's message id,
 * too, so that a spout gets back what it has to send again.  Each object is a
 * batch of its own, whatever its text.
 */
class Batch {
	final String text;
	final int rows;

	Batch(String text, int rows) {
		this.text = text;
		this.rows = rows;
	}
}
