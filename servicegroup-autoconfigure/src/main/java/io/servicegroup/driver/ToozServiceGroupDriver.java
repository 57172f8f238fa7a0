package io.servicegroup.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.servicegroup.GroupLeader;
import io.servicegroup.OperatorAct;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.LeaderLock;
import io.servicegroup.tooz.coordination.ManagedCoordinator;
import io.servicegroup.tooz.coordination.MembershipReconciler;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import org.jspecify.annotations.Nullable;

/**
 * Implements the driver over a {@link Coordinator}, which connects with the first call.
 * Translates its exceptions into those of {@link io.servicegroup}.
 */
public final class ToozServiceGroupDriver implements ServiceGroupDriver, MemberFinder, LeaderElections {

	private final Supplier<String> url;

	private final ManagedCoordinator coordinator;

	/**
	 * Creates the driver. Makes no call.
	 * @param url the coordination URL
	 * @param memberId the id under which it joins
	 * @throws InvalidToozUrlException if the id is invalid
	 */
	public ToozServiceGroupDriver(ToozUrl url, String memberId) {
		this(url, memberId, CoordinationObserver.NONE);
	}

	/**
	 * Creates the driver. Makes no call.
	 * @param url the coordination URL
	 * @param memberId the id under which it joins
	 * @param observer observes the calls to the store and the locks
	 * @throws InvalidToozUrlException if the id is invalid
	 */
	public ToozServiceGroupDriver(ToozUrl url, String memberId, CoordinationObserver observer) {
		this(url::toString, Coordinators.get(url, memberId, observer));
		// A bean may acquire a lock before the application has started.
		this.coordinator.keepLocks();
	}

	ToozServiceGroupDriver(Supplier<String> url, ManagedCoordinator coordinator) {
		this.url = url;
		this.coordinator = coordinator;
	}

	/**
	 * Creates the driver of a backend that has no coordination URL. Makes no call.
	 * @param url returns the URL of the backend, without secrets
	 * @param type the features and limits of the backend
	 * @param backends creates the backend
	 * @param memberId the id under which it joins
	 * @return the driver
	 * @throws io.servicegroup.InvalidServiceGroupException if the id is invalid
	 */
	public static ToozServiceGroupDriver over(Supplier<String> url, BackendType type, Supplier<Backend> backends,
			String memberId) {
		return new ToozServiceGroupDriver(url, translating(url, () -> Coordinators.over(type, backends, memberId)));
	}

	/**
	 * Returns the coordinator, for locks and partitions, which the API does not have. The
	 * API's heartbeats renew its locks too.
	 * @return the coordinator, which connects with the first call; only {@link #close()}
	 * may stop it
	 */
	public ManagedCoordinator coordinator() {
		return this.coordinator;
	}

	@Override
	public String memberId() {
		return this.coordinator.memberId();
	}

	@Override
	public String backend() {
		return this.coordinator.backend();
	}

	@Override
	public String url() {
		return this.url.get();
	}

	@Override
	public Timeouts timeouts() {
		Duration membership = this.coordinator.membershipTimeout();
		return new Timeouts(membership, this.coordinator.shortestTimeout(), membership);
	}

	@Override
	public void checkGroup(String group) {
		run(() -> this.coordinator.checkGroup(group));
	}

	@Override
	public void join(String group, Map<String, ?> capabilities) {
		PlainCapabilities.packed(capabilities);
		run(() -> this.coordinator.joinGroupCreate(group, capabilities));
	}

	@Override
	public boolean isJoined(String group) {
		return this.coordinator.memberships().isJoined(group);
	}

	@Override
	public void leave(Set<String> groups) {
		run(() -> this.coordinator.memberships().leaveAll(groups));
	}

	@Override
	public CapabilitiesUpdate prepareUpdate(String group, Map<String, ?> capabilities) {
		byte[] packed = PlainCapabilities.packed(capabilities);
		MembershipReconciler.Update update = call(() -> this.coordinator.memberships().prepareUpdate(group, packed));
		return new CapabilitiesUpdate() {

			@Override
			public void write() {
				run(update::write);
			}

			@Override
			public void cancel() {
				update.cancel();
			}

		};
	}

	@Override
	public void heartbeat() {
		run(this.coordinator::heartbeat);
	}

	@Override
	public GroupListing read(String group) {
		return call(() -> new ToozListings(memberId()).of(this.coordinator.read(group)));
	}

	@Override
	public GroupListingReader reader(String group) {
		ManagedCoordinator.Reader reader = this.coordinator.reader(group);
		ToozListings listings = new ToozListings(memberId());
		return new GroupListingReader() {

			@Override
			public GroupListing read() {
				return call(() -> listings.of(reader.read()));
			}

			@Override
			public boolean recordsTimes() {
				return reader.recordsTimes();
			}

			@Override
			public void close() {
				reader.close();
			}

		};
	}

	@Override
	public boolean track(String group, String member) {
		return this.coordinator.track(group, member);
	}

	@Override
	public boolean knows(String group, String member) {
		return call(() -> this.coordinator.knows(group, member));
	}

	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return call(() -> {
			try {
				return this.coordinator.backendFor(group).departures(group, members);
			}
			catch (GroupNotFoundException ex) {
				// A group that does not exist knows nothing of members.
				return Map.of();
			}
		});
	}

	@Override
	public Map<String, OperatorAct> operatorActs(String group) {
		return call(() -> ActAnnotations.of(this.coordinator.getAnnotations(group)));
	}

	@Override
	public void disable(String group, String member, String reason, @Nullable String operator) {
		annotate(group, SwitchAnnotations.DISABLED + member, reason, act(member, OperatorAct.DISABLE, operator));
	}

	@Override
	public void enable(String group, String member, @Nullable String operator) {
		removeAnnotation(group, SwitchAnnotations.DISABLED + member, act(member, OperatorAct.ENABLE, operator));
	}

	@Override
	public void forceDown(String group, String member, @Nullable String operator) {
		annotate(group, SwitchAnnotations.FORCED_DOWN + member, "", act(member, OperatorAct.FORCE_DOWN, operator));
	}

	@Override
	public void clearForcedDown(String group, String member, @Nullable String operator) {
		removeAnnotation(group, SwitchAnnotations.FORCED_DOWN + member,
				act(member, OperatorAct.CLEAR_FORCED_DOWN, operator));
	}

	private static Consumer<Map<String, String>> act(String member, String action, @Nullable String operator) {
		return ActAnnotations.change(member, action, operator, Instant.now());
	}

	/**
	 * Creates the group if needed: during a migration, a member may be known only in the
	 * other store.
	 */
	private void annotate(String group, String key, String text, Consumer<Map<String, String>> act) {
		callCreating(group, () -> {
			this.coordinator.backendFor(group).annotations().write(group, key, text, act);
			return true;
		});
	}

	private void removeAnnotation(String group, String key, Consumer<Map<String, String>> act) {
		run(() -> {
			try {
				this.coordinator.backendFor(group).annotations().write(group, key, null, act);
			}
			catch (GroupNotFoundException ex) {
				// Without the group there is no annotation to remove.
			}
		});
	}

	@Override
	public Set<String> groups() {
		return call(this.coordinator::getGroups);
	}

	@Override
	public Registration watch(String group, Runnable lookAgain) {
		return call(() -> this.coordinator.watch(group, lookAgain));
	}

	@Override
	public LeaderElections elections() {
		if (!this.coordinator.features().contains(Feature.ELECTION)) {
			return ServiceGroupDriver.super.elections();
		}
		return this;
	}

	@Override
	public LeaderLock lock(String group) {
		return new TranslatingLock(group, call(() -> this.coordinator.getLeaderLock(group)));
	}

	@Override
	public Optional<GroupLeader> leader(String group) {
		return call(() -> {
			try {
				return this.coordinator.getLeader(group).map((leader) -> new GroupLeader(leader.memberId(), false));
			}
			catch (GroupNotFoundException ex) {
				// A group that does not exist has no leader.
				return Optional.empty();
			}
		});
	}

	@Override
	public long silence() {
		return this.coordinator.silence();
	}

	@Override
	public void close() {
		run(this.coordinator::close);
	}

	private void run(Runnable work) {
		call(() -> {
			work.run();
			return true;
		});
	}

	private <T> T call(Supplier<T> work) {
		return translating(this.url, work);
	}

	private static <T> T translating(Supplier<String> url, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (CoordinationException ex) {
			throw ToozErrors.translate(ex, url.get());
		}
	}

	/** Runs the work; if the group is missing, creates it and runs the work again. */
	private <T> T callCreating(String group, Supplier<T> work) {
		return call(() -> {
			try {
				return work.get();
			}
			catch (GroupNotFoundException ex) {
				this.coordinator.memberships().createIfAbsent(group);
				return work.get();
			}
		});
	}

	/** The lock of a leadership. */
	private final class TranslatingLock implements LeaderLock {

		private final String group;

		private final DistributedLock lock;

		TranslatingLock(String group, DistributedLock lock) {
			this.group = group;
			this.lock = lock;
		}

		/** A stop interrupts it, so it is not the lock's own tryLock. */
		@Override
		public boolean tryLock() {
			return callCreating(this.group, () -> this.lock.acquire(Duration.ZERO));
		}

		@Override
		public boolean isAcquired() {
			return this.lock.isAcquired();
		}

		@Override
		public OptionalLong fencingToken() {
			return call(this.lock::fencingToken);
		}

		@Override
		public boolean release() {
			return call(this.lock::release);
		}

		@Override
		public void onLost(Runnable action) {
			this.lock.onLost(action);
		}

		@Override
		public @Nullable Registration onReleased(Runnable wake) {
			return (this.lock instanceof LeaderLock leader)
					? call(() -> Optional.ofNullable(leader.onReleased(wake))).orElse(null) : null;
		}

	}

}
