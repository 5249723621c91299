package kdd;

/**
 * The rows of one tuple, with newlines between.  It is the tuple's message id,
 * too, so that a spout gets back what it has to send again.  Each object is a
 * batch of its own, whatever its text.
 */
class Batch {
	/** Bytes of rows; one that has as many takes no further row. */
	static final int ENOUGH = 1 << 20;

	final String text;
	final int rows;

	Batch(String text, int rows) {
		this.text = text;
		this.rows = rows;
	}
}
