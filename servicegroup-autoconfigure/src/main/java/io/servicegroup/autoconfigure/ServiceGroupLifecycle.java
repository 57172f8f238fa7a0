package io.servicegroup.autoconfigure;

import java.util.Map;

import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Joins the group when the application starts and leaves it when it stops. Starts last,
 * when the web server already listens. Stops first, shortly before the web server does,
 * so that other members send no requests to a server that rejects them.
 */
final class ServiceGroupLifecycle implements SmartLifecycle {

	private final LiveServiceGroupAPI api;

	private final @Nullable String group;

	private final @Nullable String candidacy;

	private final Map<String, ?> capabilities;

	private final boolean failFast;

	private final ShutdownDelay shutdownDelay;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param api the API to start and stop
	 * @param group the group to join, or {@code null} for none
	 * @param candidacy the group to be a leadership candidate for, or {@code null} for
	 * none
	 * @param capabilities the capabilities to join with
	 * @param failFast whether the start fails if the first heartbeat fails
	 * @param shutdownDelay the delay after leaving
	 */
	ServiceGroupLifecycle(LiveServiceGroupAPI api, @Nullable String group, @Nullable String candidacy,
			Map<String, ?> capabilities, boolean failFast, ShutdownDelay shutdownDelay) {
		this.api = api;
		this.group = group;
		this.candidacy = candidacy;
		this.capabilities = capabilities;
		this.failFast = failFast;
		this.shutdownDelay = shutdownDelay;
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
		// Without a live membership, no other member has anything to notice.
		if (status.isUp() && !status.groups().isEmpty()) {
			this.shutdownDelay.await();
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
