package io.servicegroup.autoconfigure;

import java.util.Map;

import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * When this application joins and leaves: last of all to start, so that the web server
 * listens already, and first of all to stop, and a moment before the server does, so that
 * nobody is sent to a server that refuses.
 */
final class ServiceGroupLifecycle implements SmartLifecycle {

	private final LiveServiceGroupAPI api;

	private final @Nullable String group;

	private final @Nullable String candidacy;

	private final Map<String, ?> capabilities;

	private final boolean failFast;

	private final ShutdownDelay farewell;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param api what is started and stopped
	 * @param group the group to join, or {@code null} for none
	 * @param candidacy the group to run for the leadership of, or {@code null} for none
	 * @param capabilities what the others may read
	 * @param failFast whether the first beat has to succeed
	 * @param farewell what follows when a membership was left
	 */
	ServiceGroupLifecycle(LiveServiceGroupAPI api, @Nullable String group, @Nullable String candidacy,
			Map<String, ?> capabilities, boolean failFast, ShutdownDelay farewell) {
		this.api = api;
		this.group = group;
		this.candidacy = candidacy;
		this.capabilities = capabilities;
		this.failFast = failFast;
		this.farewell = farewell;
	}

	@Override
	public void start() {
		if (this.group != null) {
			this.api.want(this.group, this.capabilities);
		}
		if (this.failFast) {
			try {
				this.api.beat();
			}
			catch (ServiceGroupException ex) {
				throw new FailFastException(String.valueOf(this.group), this.api.getMemberId(), ex);
			}
		}
		this.api.start();
		if (this.candidacy != null) {
			this.api.joinElection(this.candidacy);
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		MembershipStatus status = this.api.getStatus();
		this.api.stop();
		// Else there is nobody who could see it leave.
		if (status.isUp() && !status.groups().isEmpty()) {
			this.farewell.await();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * The web server starts at MAX - 2048 and stops, gracefully, from MAX - 1024
	 * downwards.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
