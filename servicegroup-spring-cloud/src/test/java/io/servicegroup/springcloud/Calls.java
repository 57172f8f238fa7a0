package io.servicegroup.springcloud;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import org.springframework.web.client.RestClient;

/**
 * Calls a service again and again by its name, and records who answered. Times are those
 * of {@link System#nanoTime}.
 */
final class Calls implements AutoCloseable {

	private static final long PAUSE = Duration.ofMillis(5).toNanos();

	private final RestClient client;

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private final Thread thread = new Thread(this::run, "calls");

	private volatile boolean closed;

	Calls(RestClient client) {
		this.client = client;
		this.thread.start();
	}

	private void run() {
		while (!this.closed) {
			long begun = System.nanoTime();
			this.calls.add(new Call(begun, answer()));
			LockSupport.parkNanos(PAUSE);
		}
	}

	private String answer() {
		try {
			return this.client.get().uri("http://orders/id").retrieve().body(String.class);
		}
		catch (RuntimeException ex) {
			// An instance that does not answer, or none: LoadBalancer has an exception
			// for each.
			return "failed: " + ex.getMessage();
		}
	}

	/** Returns the calls that began at or after a time. */
	List<Call> since(long time) {
		return this.calls.stream().filter((call) -> call.begun() - time >= 0).toList();
	}

	List<Call> failedSince(long time) {
		return since(time).stream().filter(Call::failed).toList();
	}

	/** Returns the members that answered, and the failures, since a time. */
	List<String> answersSince(long time) {
		return since(time).stream().map(Call::answer).distinct().toList();
	}

	/** Returns for how long calls failed after a time. */
	Duration failingSince(long time) {
		List<Call> failed = failedSince(time);
		return failed.isEmpty() ? Duration.ZERO : Duration.ofNanos(failed.get(failed.size() - 1).begun() - time);
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		this.thread.join();
	}

	/**
	 * A call.
	 *
	 * @param begun when it began
	 * @param answer the id of the member that answered, or the failure
	 */
	record Call(long begun, String answer) {

		boolean failed() {
			return this.answer.startsWith("failed");
		}

	}

}
