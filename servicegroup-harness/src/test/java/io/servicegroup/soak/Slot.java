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
 * A slot for one member in a process. It always contains a coordinator with a heartbeat
 * thread, whether it is a member or not, so that heap and threads can be compared. Used
 * by one thread at a time.
 */
final class Slot {

	private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(25);

	private final String url;

	private final int storePort;

	private final String group;

	private final ProxyPorts ports;

	private int line;

	private Coordinator coordinator;

	private Heart heart;

	Slot(String url, String group, int storePort, ProxyPorts ports) {
		this.url = url;
		this.group = group;
		this.storePort = storePort;
		this.ports = ports;
	}

	void open(String id) {
		this.line = this.ports.open();
		this.coordinator = Coordinators.get(this.url.replace(":" + this.storePort, ":" + this.line), id);
		this.heart = new Heart("heart-" + id, this.coordinator::heartbeat,
				() -> this.coordinator.shortestTimeout().dividedBy(3));
		this.heart.start();
	}

	void join() throws InterruptedException {
		retry(() -> this.coordinator.joinGroupCreate(this.group, Map.of("weight", 1)));
	}

	void leave() throws InterruptedException {
		retry(() -> {
			try {
				this.coordinator.leaveGroup(this.group);
			}
			catch (MemberNotJoinedException | GroupNotFoundException ex) {
				// An earlier attempt succeeded, and its reply was lost.
			}
		});
	}

	/**
	 * Ends the member without notifying the store: the connection is cut before the
	 * client closes. Opens the slot again with a new id.
	 */
	void die(String nextId) {
		this.ports.cut(this.line);
		this.heart.close();
		this.coordinator.close();
		open(nextId);
	}

	/** Retries a step, because calls of a process that was paused time out. */
	private void retry(Runnable step) throws InterruptedException {
		long end = System.nanoTime() + RETRY_TIMEOUT.toNanos();
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
