package io.servicegroup.sample;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.slf4j.LoggerFactory;

import static org.awaitility.Awaitility.await;

/**
 * Many members in this JVM. One thread sends the heartbeats of all.
 */
final class Fleet implements AutoCloseable {

	private static final int CLOSERS = 100;

	private static final int DEAD_SECONDS = 60;

	private final String url;

	private final Map<String, Coordinator> members = new ConcurrentHashMap<>();

	private final Queue<Coordinator> dead = new ConcurrentLinkedQueue<>();

	private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();

	private final ScheduledExecutorService closer = Executors.newSingleThreadScheduledExecutor();

	Fleet(String url, long heartbeatMillis) {
		this.url = url;
		this.heart.scheduleWithFixedDelay(this::beat, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
	}

	/** Logs nothing: a program prints its own lines. */
	static void beQuiet() {
		((LoggerContext) LoggerFactory.getILoggerFactory()).getLoggerList()
			.forEach((logger) -> logger.setLevel(Level.OFF));
	}

	private void beat() {
		for (Coordinator member : this.members.values()) {
			try {
				member.heartbeat();
			}
			catch (RuntimeException ex) {
				// The store is unavailable. The next heartbeat registers the member
				// again.
			}
		}
	}

	/** Tries again: on a busy machine a thousand connections take a while. */
	void join(String id, Map<String, Object> capabilities) {
		Coordinator member = Coordinators.get(this.url, id);
		await().atMost(Duration.ofMinutes(1))
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.ignoreExceptions()
			.untilAsserted(() -> {
				member.start();
				member.joinGroupCreate("web", capabilities);
			});
		this.members.put(id, member);
	}

	void leave(String id) {
		Coordinator member = this.members.remove(id);
		member.leaveGroup("web");
		member.close();
	}

	/** The member sends no more heartbeats, and does not leave: its timeout passes. */
	void die(String id) {
		Coordinator member = this.members.remove(id);
		this.dead.add(member);
		// What it holds here is freed long after its timeout.
		this.closer.schedule(() -> {
			member.close();
			this.dead.remove(member);
		}, DEAD_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.heart.shutdownNow();
		this.closer.shutdownNow();
		this.dead.addAll(this.members.values());
		// Each waits for its connection to end, so they are closed side by side.
		ExecutorService closers = Executors.newFixedThreadPool(Math.max(1, Math.min(this.dead.size(), CLOSERS)));
		this.dead.forEach((member) -> closers.execute(member::close));
		closers.shutdown();
		try {
			closers.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
