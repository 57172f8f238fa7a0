package io.servicegroup.autoconfigure;

import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.LeadershipListener;
import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Joins the group when the application starts and leaves it when it stops. Starts when
 * the web server already listens, and stops shortly before the web server does, so that
 * other members send no requests to a server that rejects them. Schedulers, executors and
 * message listeners start later and stop earlier: a task that holds a lock ends before
 * the lock is released.
 */
final class ServiceGroupLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ServiceGroupLifecycle.class);

	private final Supplier<@Nullable LiveServiceGroupAPI> library;

	private final @Nullable String group;

	private final @Nullable String candidacy;

	private final Supplier<? extends Map<String, ?>> capabilities;

	private final boolean failFast;

	private final ShutdownDelay shutdownDelay;

	private final LeadershipListener leadershipListener;

	private boolean published;

	private volatile @Nullable LiveServiceGroupAPI started;

	/**
	 * Creates the lifecycle.
	 * @param library returns the API to start and stop, or {@code null} if the
	 * application uses only its own implementation
	 * @param group the group to join, or {@code null} for none
	 * @param candidacy the group to be a leadership candidate for, or {@code null} for
	 * none
	 * @param capabilities returns the configured capabilities to join with; called once
	 * the web server listens
	 * @param failFast whether the start fails if the first heartbeat fails
	 * @param shutdownDelay the delay after leaving
	 * @param leadershipListener notified of elections and revocations from the start on
	 */
	ServiceGroupLifecycle(Supplier<@Nullable LiveServiceGroupAPI> library, @Nullable String group,
			@Nullable String candidacy, Supplier<? extends Map<String, ?>> capabilities, boolean failFast,
			ShutdownDelay shutdownDelay, LeadershipListener leadershipListener) {
		this.library = library;
		this.group = group;
		this.candidacy = candidacy;
		this.capabilities = capabilities;
		this.failFast = failFast;
		this.shutdownDelay = shutdownDelay;
		this.leadershipListener = leadershipListener;
	}

	@Override
	public void start() {
		LiveServiceGroupAPI api = this.library.get();
		if (api == null) {
			logger
				.info("ServiceGroupAPI is the application's own implementation: no group is joined, and no heartbeats "
						+ "are sent");
			return;
		}
		publish(api);
		publishCapabilities(api);
		if (this.failFast) {
			try {
				api.beat();
			}
			catch (ServiceGroupException ex) {
				throw new FailFastException(String.valueOf(this.group), api.getMemberId(), ex);
			}
		}
		api.start();
		if (this.candidacy != null) {
			api.joinElection(this.candidacy);
		}
		this.started = api;
	}

	/**
	 * Publishes the capabilities again, if this is started: those of a web server that
	 * has started later.
	 */
	void refresh() {
		LiveServiceGroupAPI api = this.started;
		if (api != null) {
			publishCapabilities(api);
		}
	}

	/** Groups that were joined earlier do not have the web server's port yet. */
	private void publishCapabilities(LiveServiceGroupAPI api) {
		if (this.group != null) {
			api.want(this.group, this.capabilities.get());
		}
		try {
			api.refreshCapabilities();
		}
		catch (ServiceGroupUnavailableException | DuplicateMemberException ex) {
			logger.debug("Update of capabilities failed; the heartbeats retry it", ex);
		}
	}

	/** Before this, an event would not reach the listeners that are not created yet. */
	private void publish(LiveServiceGroupAPI api) {
		api.publish();
		if (!this.published) {
			this.published = true;
			api.addLeadershipListener(this.leadershipListener);
		}
	}

	@Override
	public void stop() {
		LiveServiceGroupAPI api = this.started;
		if (api == null) {
			return;
		}
		this.started = null;
		MembershipStatus status = api.getStatus();
		api.stop();
		// Without a live membership, no other member has anything to notice.
		if (status.isUp() && !status.groups().isEmpty()) {
			this.shutdownDelay.await();
		}
	}

	@Override
	public boolean isRunning() {
		return this.started != null;
	}

	/**
	 * The web server starts at MAX - 2048 and stops, gracefully, from MAX - 1024
	 * downwards. Spring's schedulers are at MAX, containers of message listeners from MAX
	 * to MAX - 100.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE - 512;
	}

}
