package io.servicegroup.soak;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * One place in a process: there is always a coordinator in it, with its heart, be it a
 * member or not, so that heap and threads can be compared. Used by one thread at a time.
 */
final class Slot {

	private static final Duration PATIENCE = Duration.ofSeconds(25);

	private final String url;

	private final int storePort;

	private final String group;

	private final Lines lines;

	private int line;

	private Coordinator coordinator;

	private Heart heart;

	Slot(String url, String group, int storePort, Lines lines) {
		this.url = url;
		this.group = group;
		this.storePort = storePort;
		this.lines = lines;
	}

	void open(String id) {
		this.line = this.lines.open();
		this.coordinator = Coordinators.get(this.url.replace(":" + this.storePort, ":" + this.line), id);
		this.heart = new Heart("heart-" + id, this.coordinator::heartbeat,
				() -> this.coordinator.shortestTimeout().dividedBy(3));
		this.heart.start();
	}

	void join() throws InterruptedException {
		persistently(() -> this.coordinator.joinGroupCreate(this.group, Map.of("weight", 1)));
	}

	void leave() throws InterruptedException {
		persistently(() -> {
			try {
				this.coordinator.leaveGroup(this.group);
			}
			catch (MemberNotJoinedException | GroupNotFoundException ex) {
				// An earlier try left, and only its answer was lost.
			}
		});
	}

	/** Without a word to the store; what closes the client cannot reach it any more. */
	void die(String heir) {
		this.lines.cut(this.line);
		this.heart.close();
		this.coordinator.close();
		open(heir);
	}

	/** As an application would: a process that was paused finds its calls timed out. */
	private void persistently(Runnable step) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			try {
				step.run();
				return;
			}
			catch (CoordinationException ex) {
				if (System.nanoTime() > end) {
					throw ex;
				}
				Thread.sleep(100);
			}
		}
	}

}
