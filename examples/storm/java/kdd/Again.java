package kdd;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What failed and is to be sent again, in order, each a second later: what
 * fails at once, as long as a disk is full, would else be sent without end.
 */
final class Again<T> {
	private static final long WAIT_NS = 1_000_000_000L;

	private record Item<T>(T what, long due) { }

	private final Queue<Item<T>> items = new ArrayDeque<>();

	void add(T what) {
		items.add(new Item<>(what, System.nanoTime() + WAIT_NS));
	}

	boolean isEmpty() {
		return items.isEmpty();
	}

	/** The first, if it has waited; else null. */
	T poll() {
		return isEmpty() || System.nanoTime() - items.peek().due < 0
		    ? null : items.remove().what;
	}
}
