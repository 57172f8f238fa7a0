package io.servicegroup.autoconfigure;

import java.util.Map;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * When this application joins and leaves: last of all to start, so that the web server
 * listens already, and first of all to stop, so that nobody is sent to a server that
 * refuses.
 */
final class ServiceGroupLifecycle implements SmartLifecycle {

	private final LiveServiceGroupAPI api;

	private final @Nullable String group;

	private final @Nullable String candidacy;

	private final Map<String, ?> capabilities;

	private final boolean failFast;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param api what is started and stopped
	 * @param group the group to join, or {@code null} for none
	 * @param candidacy the group to run for the leadership of, or {@code null} for none
	 * @param capabilities what the others may read
	 * @param failFast whether the first beat has to succeed
	 */
	ServiceGroupLifecycle(LiveServiceGroupAPI api, @Nullable String group, @Nullable String candidacy,
			Map<String, ?> capabilities, boolean failFast) {
		this.api = api;
		this.group = group;
		this.candidacy = candidacy;
		this.capabilities = capabilities;
		this.failFast = failFast;
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
			this.api.runForLeader(this.candidacy);
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.api.stop();
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
