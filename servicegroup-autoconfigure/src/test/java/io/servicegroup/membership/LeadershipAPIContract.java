package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.servicegroup.GroupLeader;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The contract of the API for leadership on every backend that has elections, with its
 * threads, against a real server.
 */
public abstract class LeadershipAPIContract extends StoreFixture {

	/** One round of the elector, with a tolerance. */
	private static final Duration SOON = Duration.ofSeconds(3);

	/** How long a resignation waits for listeners and work. */
	private static final Duration HANDOVER = Duration.ofSeconds(2);

	/** The events of the listeners of all members, in order of delivery. */
	protected final List<String> told = new CopyOnWriteArrayList<>();

	protected LiveServiceGroupAPI api(String member) {
		return api(new ToozServiceGroupDriver(Coordinators.parse(url()), member));
	}

	private LiveServiceGroupAPI api(ToozServiceGroupDriver driver) {
		LiveServiceGroupAPI api = opened(
				new LiveServiceGroupAPI(driver, null, Duration.ofMillis(300), List.of(), HANDOVER, Map::of, List.of()));
		api.addLeadershipListener((event) -> this.told.add(words(event)));
		return api;
	}

	private static String words(LeadershipEvent event) {
		return event.memberId() + ((event instanceof LeaderElectedEvent) ? " elected" : " revoked");
	}

	protected LiveServiceGroupAPI leader(String member) {
		LiveServiceGroupAPI api = api(member);
		api.joinElection(this.group);
		within(SOON).until(() -> api.isLeader(this.group));
		return api;
	}

	@Test
	void theOtherCandidateLeadsAtOnceWhenTheLeaderStops() {
		this.told.clear();
		LiveServiceGroupAPI a = leader("a");
		LiveServiceGroupAPI b = api("b");
		b.joinElection(this.group);
		within(SOON).until(() -> b.getLeader(this.group).equals(Optional.of(new GroupLeader("a", false))));
		assertThat(a.getLeader(this.group)).contains(new GroupLeader("a", true));
		assertThat(api("observer").getLeader(this.group)).contains(new GroupLeader("a", false));
		assertThat(b.isLeader(this.group)).isFalse();
		a.stop();
		assertThat(a.isLeader(this.group)).isFalse();
		within(SOON).until(() -> this.told.size() == 3);
		assertThat(this.told).containsExactly("a elected", "a revoked", "b elected");
		assertThat(b.isLeader(this.group)).isTrue();
		a.start();
		within(SOON).until(() -> a.getLeader(this.group).equals(Optional.of(new GroupLeader("b", false))));
	}

	@Test
	void aRegularHandOverWaitsForTheWorkOfTheLeader() throws Exception {
		LiveServiceGroupAPI a = leader("a");
		LiveServiceGroupAPI b = api("b");
		b.joinElection(this.group);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		AtomicBoolean overlap = new AtomicBoolean();
		CompletableFuture<Boolean> work = async(() -> a.runIfLeader(this.group, () -> {
			begun.countDown();
			within(LONG).until(() -> end.getCount() == 0);
			overlap.set(b.isLeader(this.group));
		}));
		begun.await();
		CompletableFuture<Boolean> stop = async(() -> {
			a.stop();
			return true;
		});
		within(SOON).until(() -> !a.isLeader(this.group));
		assertThat(a.runIfLeader(this.group, () -> overlap.set(true))).isFalse();
		await().during(HANDOVER.dividedBy(2)).atMost(HANDOVER).until(() -> !b.isLeader(this.group) && !stop.isDone());
		end.countDown();
		assertThat(work.join()).isTrue();
		within(SOON).until(() -> b.isLeader(this.group) && stop.isDone());
		assertThat(overlap).isFalse();
		assertThat(b.runIfLeader(this.group, () -> b.resign(this.group))).as("work may resign").isTrue();
		within(HANDOVER.plus(SOON)).until(() -> !b.isLeader(this.group));
	}

	@Test
	void aLeaderThatResignsLetsOthersTry() {
		this.told.clear();
		LiveServiceGroupAPI a = leader("a");
		LiveServiceGroupAPI b = api("b");
		b.joinElection(this.group);
		b.resign(this.group);
		a.resign(this.group);
		assertThat(a.isLeader(this.group)).isFalse();
		within(SOON).until(() -> b.isLeader(this.group));
		b.stop();
		within(RECOVERY.multipliedBy(2)).until(() -> a.isLeader(this.group));
		within(SOON).until(() -> this.told.size() == 5);
		assertThat(this.told).containsExactly("a elected", "a revoked", "b elected", "b revoked", "a elected");
	}

	/**
	 * Asserts that a leader whose record cannot be read does not affect other groups.
	 * @param breaking makes the record of this group's leader unreadable
	 */
	protected void assertNoOtherGroupIsAffected(Consumer<String> breaking) {
		leader("a");
		LiveServiceGroupAPI b = api("b");
		String broken = this.group + "-broken";
		b.joinElection(this.group);
		breaking.accept(broken);
		b.joinElection(broken);
		within(SOON.multipliedBy(2)).during(SOON)
			.until(() -> b.getLeader(this.group).equals(Optional.of(new GroupLeader("a", false))));
		b.close();
	}

	@Test
	void anEndedCandidacyIsOver() throws Exception {
		LiveServiceGroupAPI a = api("a");
		Registration candidacy = a.joinElection(this.group);
		within(SOON).until(() -> a.isLeader(this.group));
		assertThat(a.getStatus().candidacies()).containsExactly(this.group);
		candidacy.close();
		candidacy.close();
		assertThat(a.getStatus().candidacies()).isEmpty();
		assertThat(a.isLeader(this.group)).isFalse();
		assertThat(a.getLeader(this.group)).isEmpty();
		leader("b");
		a.joinElection(this.group);
		within(SOON).until(() -> a.getLeader(this.group).equals(Optional.of(new GroupLeader("b", false))));
	}

	@Test
	void aListenerThatHangsDelaysNeitherTheStateNorOtherListeners() {
		this.told.clear();
		LiveServiceGroupAPI a = api("a");
		CountDownLatch never = new CountDownLatch(1);
		a.addLeadershipListener((event) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		a.addLeadershipListener((event) -> {
			throw new IllegalStateException("on purpose");
		});
		a.joinElection(this.group);
		within(SOON).until(() -> a.isLeader(this.group) && this.told.equals(List.of("a elected")));
		a.resign(this.group);
		assertThat(a.isLeader(this.group)).isFalse();
		within(SOON).until(() -> this.told.equals(List.of("a elected", "a revoked")));
		never.countDown();
	}

	@Test
	void aListenerMayResign() {
		this.told.clear();
		LiveServiceGroupAPI a = api("a");
		a.addLeadershipListener((event) -> {
			if (event instanceof LeaderElectedEvent) {
				a.resign(event.group());
			}
		});
		a.joinElection(this.group);
		within(SOON).until(() -> this.told.equals(List.of("a elected", "a revoked")));
	}

	@Test
	void aNewListenerGetsTheCurrentLeaderships() {
		LiveServiceGroupAPI a = leader("a");
		List<LeadershipEvent> late = new CopyOnWriteArrayList<>();
		Registration registration = a.addLeadershipListener(late::add);
		within(SOON).until(() -> late.size() == 1);
		assertThat(late.get(0).group()).isEqualTo(this.group);
		assertThat(late.get(0).memberId()).isEqualTo("a");
		registration.close();
		a.resign(this.group);
		assertThat(late).hasSize(1);
	}

	@Test
	void aLeaderIsElectedOnceTheServerStarts() {
		this.server.stop();
		LiveServiceGroupAPI a = api("a");
		a.joinElection(this.group);
		within(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.getLeader(this.group)));
		assertThat(a.isLeader(this.group)).isFalse();
		this.server.start();
		within(RECOVERY.plusSeconds(1)).until(() -> a.isLeader(this.group));
	}

	@Test
	void aMemberWhoseIdIsTakenKeepsItsLeadership() {
		api("taken").join(this.group, Map.of());
		this.told.clear();
		LiveServiceGroupAPI second = api("taken");
		second.want(this.group, Map.of());
		second.joinElection(this.group + "-b");
		within(SOON).until(() -> second.isLeader(this.group + "-b"));
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(1))
			.until(() -> second.isLeader(this.group + "-b"));
		assertThat(second.getStatus().isUp()).isFalse();
		assertThat(this.told).containsExactly("taken elected");
	}

	@Test
	void locksAreKeptWhileTheApplicationStops() {
		ToozServiceGroupDriver driver = new ToozServiceGroupDriver(Coordinators.parse(url()), "a");
		LiveServiceGroupAPI a = api(driver);
		a.join(this.group, Map.of());
		DistributedLock lock = driver.coordinator().getLock("kept-" + this.group).acquireOrThrow(Duration.ofSeconds(1));
		a.stop();
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(1)).until(lock::isStillOwner);
		assertThat(api("observer").read(this.group).members()).isEmpty();
		a.close();
		assertThat(lock.isAcquired()).isFalse();
		assertThat(coordinator("b").getLock("kept-" + this.group).acquire(false)).isTrue();
	}

	@Test
	void aLockIsKeptBeforeTheApplicationStarts() {
		ToozServiceGroupDriver driver = new ToozServiceGroupDriver(Coordinators.parse(url()), "a");
		LiveServiceGroupAPI a = api(driver);
		DistributedLock lock = driver.coordinator().getLock("early-" + this.group).acquireOrThrow(SOON);
		within(TIMEOUT.multipliedBy(3)).during(TIMEOUT.plusSeconds(1)).until(lock::isStillOwner);
		assertThat(coordinator("b").getLock("early-" + this.group).acquire(false)).isFalse();
		a.close();
		assertThat(coordinator("b").getLock("early-" + this.group).acquire(false)).isTrue();
	}

	@Test
	void aGroupWithoutCandidatesHasNoLeader() {
		LiveServiceGroupAPI a = api("a");
		assertThat(a.getLeader("no-candidates")).isEmpty();
		assertThat(a.isLeader("no-candidates")).isFalse();
		a.resign("no-candidates");
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.getLeader(" "));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.joinElection(" "));
	}

}
