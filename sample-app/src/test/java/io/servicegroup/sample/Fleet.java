package io.servicegroup.sample;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Many members in this JVM. One thread sends the heartbeats of all.
 */
final class Fleet implements AutoCloseable {

	private static final int CLOSERS = 100;

	private final String url;

	private final Map<String, Coordinator> members = new ConcurrentHashMap<>();

	private final Queue<Coordinator> dead = new ConcurrentLinkedQueue<>();

	private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();

	Fleet(String url, long heartbeatMillis) {
		this.url = url;
		this.heart.scheduleWithFixedDelay(this::beat, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
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

	void join(String id, Map<String, Object> capabilities) {
		Coordinator member = Coordinators.get(this.url, id);
		member.start();
		member.joinGroupCreate("web", capabilities);
		this.members.put(id, member);
	}

	void leave(String id) {
		Coordinator member = this.members.remove(id);
		member.leaveGroup("web");
		member.close();
	}

	/** The member sends no more heartbeats, and does not leave. */
	void die(String id) {
		this.dead.add(this.members.remove(id));
	}

	@Override
	public void close() {
		this.heart.shutdownNow();
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
