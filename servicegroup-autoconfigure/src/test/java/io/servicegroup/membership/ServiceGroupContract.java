package io.servicegroup.membership;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.GroupView;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.InterruptedCalls;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static io.servicegroup.membership.ServiceGroupWaits.withinDespiteOutage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The contract of the API on every backend, with its threads, against a real server.
 */
public abstract class ServiceGroupContract extends StoreFixture {

	/** Returns a driver that is not connected yet; the server may be down. */
	protected ServiceGroupDriver driver(String member) {
		return new ToozServiceGroupDriver(Coordinators.parse(url()), member);
	}

	protected LiveServiceGroupAPI api(String member) {
		return opened(new LiveServiceGroupAPI(driver(member), null, Duration.ofMillis(300), List.of()));
	}

	private LiveServiceGroupAPI member(String member, Map<String, ?> capabilities) {
		LiveServiceGroupAPI api = api(member);
		api.join(this.group, capabilities);
		return api;
	}

	private Set<String> ids(LiveServiceGroupAPI api) {
		Set<String> ids = new LinkedHashSet<>();
		api.getAll(this.group).forEach((member) -> ids.add(member.id()));
		return ids;
	}

	@Test
	void membersListEachOtherAndReportWhichAreUp() {
		LiveServiceGroupAPI a = member("a", Map.of("zone", "north"));
		LiveServiceGroupAPI b = member("b", Map.of());
		within(Duration.ofSeconds(2)).until(() -> ids(a).equals(Set.of("a", "b")));
		assertThat(a.serviceIsUp(this.group, "b")).isTrue();
		assertThat(a.serviceIsUp(this.group, "c")).isFalse();
		assertThat(b.getUpdatedTime(this.group, "a")).isNotNull();
		assertThat(b.getGroups()).containsExactly(this.group);
		Member seen = b.read(this.group).member("a").orElseThrow();
		assertThat(seen.capabilities()).isEqualTo(Map.of("zone", "north"));
		assertThat(seen.self()).isFalse();
		assertThat(a.view(this.group).member("a").orElseThrow().self()).isTrue();
		within(Duration.ofSeconds(2)).until(() -> a.getStatus().isUp());
		assertThat(a.getStatus().groups()).containsExactly(this.group);
	}

	@Test
	void eventsReportJoinsChangesAndLeaves() {
		LiveServiceGroupAPI a = member("a", Map.of());
		List<MemberEvent> events = new CopyOnWriteArrayList<>();
		a.addListener(this.group, events::add);
		LiveServiceGroupAPI b = member("b", Map.of("v", 1));
		within(Duration.ofSeconds(2)).until(() -> events.size() == 2);
		b.updateCapabilities(this.group, Map.of("v", 2));
		within(Duration.ofSeconds(2)).until(() -> events.size() == 3);
		b.leave(this.group);
		within(Duration.ofSeconds(2)).until(() -> events.size() == 4);
		assertThat(events).extracting((event) -> event.member().id()).containsExactly("a", "b", "b", "b");
		assertThat(events).extracting(Object::getClass)
			.containsExactly((Class) MemberJoinedEvent.class, MemberJoinedEvent.class, MemberChangedEvent.class,
					MemberLeftEvent.class);
		assertThat(events.get(2).member().capabilities()).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void anInterruptIsAnExceptionOfItsOwn() {
		LiveServiceGroupAPI a = member("a", Map.of());
		LiveServiceGroupAPI b = api("b");
		InterruptedCalls.check(() -> a.read(this.group), a::getGroups,
				() -> a.updateCapabilities(this.group, Map.of("v", 1)), () -> b.join(this.group, Map.of()),
				() -> b.getAll(this.group), () -> a.leave(this.group));
		// Heartbeats retry what was interrupted.
		within(bound()).until(() -> ids(b).equals(Set.of("b")));
	}

	@Test
	void aListenerThatThrowsOrHangsDoesNotAffectOthers() throws Exception {
		LiveServiceGroupAPI a = member("a", Map.of());
		CountDownLatch never = new CountDownLatch(1);
		List<String> seen = new CopyOnWriteArrayList<>();
		try {
			a.addListener(this.group, (event) -> {
				throw new IllegalStateException("on purpose");
			});
			a.addListener(this.group, (event) -> {
				try {
					never.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			a.addListener(this.group, (event) -> seen.add(event.member().id()));
			member("b", Map.of());
			within(Duration.ofSeconds(2)).until(() -> seen.equals(List.of("a", "b")));
			await().during(timeout().plusSeconds(1))
				.atMost(timeout().multipliedBy(2))
				.until(() -> a.getStatus().isUp());
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void groupsThatWereLeftAreNoLongerFollowed() {
		LiveServiceGroupAPI a = member("a", Map.of());
		Set<String> left = new TreeSet<>();
		for (int i = 0; i < 20; i++) {
			String one = this.group + "-" + i;
			left.add(one);
			a.join(one, Map.of());
			assertThat(a.serviceIsUp(one, "a")).isTrue();
			a.leave(one);
		}
		within(RECOVERY).untilAsserted(() -> assertThat(a.getStatus().views()).containsOnlyKeys(this.group));
		assertThat(left).allMatch((one) -> a.getAll(one).isEmpty());
		assertThat(a.getStatus().views()).containsKeys(left.toArray(String[]::new));
	}

	/** It may miss steps, but not the state that they lead to. */
	@Test
	void aListenerThatIsSlowReceivesTheOutcome() throws Exception {
		LiveServiceGroupAPI a = member("a", Map.of());
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Set<String> heard = ConcurrentHashMap.newKeySet();
		a.addListener(this.group, (event) -> {
			begun.countDown();
			try {
				goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			assertThat((event instanceof MemberLeftEvent) ? heard.remove(event.member().id())
					: heard.add(event.member().id()))
				.isTrue();
		});
		begun.await();
		LiveServiceGroupAPI b = member("b", Map.of());
		member("c", Map.of());
		within(Duration.ofSeconds(2)).until(() -> ids(a).equals(Set.of("a", "b", "c")));
		b.leave(this.group);
		within(Duration.ofSeconds(2)).until(() -> ids(a).equals(Set.of("a", "c")));
		goOn.countDown();
		within(Duration.ofSeconds(2)).until(() -> heard.equals(Set.of("a", "c")));
	}

	@Test
	void aGroupWithoutMembersIsEmptyAndAnUnavailableOneIsNot() {
		LiveServiceGroupAPI a = api("a");
		assertThat(a.getAll("no-members")).isEmpty();
		this.server.stop();
		LiveServiceGroupAPI late = api("late");
		try {
			assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(() -> late.getAll(this.group));
			assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(() -> late.read(this.group));
			assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(late::getGroups);
		}
		finally {
			this.server.start();
		}
	}

	@Test
	void membershipsAreRestoredWithinAHeartbeatAfterAWipe() {
		LiveServiceGroupAPI a = member("a", Map.of("v", 1));
		LiveServiceGroupAPI b = member("b", Map.of());
		a.updateCapabilities(this.group, Map.of("v", 2));
		this.server.wipe();
		within(RECOVERY).until(() -> b.read(this.group).members().size() == 2);
		assertThat(b.read(this.group).member("a").orElseThrow().capabilities()).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void membersComeBackAfterAnOutageOfThreeTimeouts() {
		LiveServiceGroupAPI a = member("a", Map.of());
		LiveServiceGroupAPI b = member("b", Map.of());
		within(Duration.ofSeconds(2)).until(() -> ids(a).size() == 2);
		this.server.stop();
		try {
			withinDespiteOutage(timeout().multipliedBy(2))
				.until(() -> a.view(this.group).stale() && !a.getStatus().isUp());
			assertThat(a.view(this.group).members()).as("the last view").hasSize(2);
			assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(() -> a.getAll(this.group));
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.serviceIsUp(this.group, "b"));
			assertThat(a.getStatus().problem()).startsWith("No successful heartbeat for ");
		}
		finally {
			this.server.start();
		}
		within(recovery()).until(() -> a.getStatus().isUp() && b.getStatus().isUp());
		withinDespiteOutage(recovery()).until(() -> {
			GroupView view = b.view(this.group);
			return !view.stale() && view.members().size() == 2;
		});
	}

	@Test
	void aRequestedMembershipIsJoinedOnceTheServerStarts() {
		this.server.stop();
		LiveServiceGroupAPI a = api("a");
		a.want(this.group, Map.of("v", 1));
		a.start();
		within(Duration.ofSeconds(10)).until(() -> !"No heartbeat yet".equals(a.getStatus().problem()));
		assertThat(a.getStatus().isUp()).isFalse();
		this.server.start();
		within(recovery()).until(() -> a.getStatus().isUp());
		assertThat(api("b").read(this.group).isUp("a")).isTrue();
	}

	@Test
	void callsThatFailedTakeEffectOnceTheServerAnswers() {
		LiveServiceGroupAPI a = api("a");
		LiveServiceGroupAPI b = member("b", Map.of("v", 1));
		this.server.stop();
		try {
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.join(this.group, Map.of()));
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> b.updateCapabilities(this.group, Map.of("v", 2)));
		}
		finally {
			this.server.start();
		}
		within(RECOVERY.plusSeconds(1)).until(() -> {
			GroupView view = a.getStatus().views().get(this.group);
			return view != null && view.isUp("a");
		});
		withinDespiteOutage(recovery()).until(() -> a.view(this.group)
			.member("b")
			.filter((member) -> member.capabilities().equals(Map.of("v", 2L)))
			.isPresent());
	}

	@Test
	void aDuplicateIsRefusedAndTheFirstHolderStays() {
		LiveServiceGroupAPI first = member("a", Map.of("first", true));
		LiveServiceGroupAPI second = api("a");
		second.want(this.group, Map.of("first", false));
		second.start();
		within(Duration.ofSeconds(5))
			.until(() -> String.valueOf(second.getStatus().problem()).contains("'a' is taken"));
		LiveServiceGroupAPI third = api("a");
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(() -> third.join(this.group, Map.of()))
			.satisfies((ex) -> assertThat(ex.member()).isEqualTo("a"));
		third.close();
		assertThat(first.getStatus().isUp()).isTrue();
		assertThat(first.read(this.group).member("a").orElseThrow().capabilities()).isEqualTo(Map.of("first", true));
		first.close();
		within(RECOVERY).until(() -> second.getStatus().isUp());
	}

	/** As Nova names its services: the group is the service, the id is the host. */
	@Test
	void twoProcessesMayHaveOneIdInTwoGroups() {
		String other = this.group + "-b";
		LiveServiceGroupAPI first = member("a", Map.of());
		LiveServiceGroupAPI second = api("a");
		second.join(other, Map.of());
		LiveServiceGroupAPI observer = api("observer");
		assertThat(observer.read(this.group).isUp("a")).isTrue();
		assertThat(observer.read(other).isUp("a")).isTrue();
		second.close();
		assertThat(observer.read(other).isUp("a")).isFalse();
		assertThat(observer.read(this.group).isUp("a")).isTrue();
		assertThat(first.getStatus().isUp()).isTrue();
	}

	@Test
	void stoppingAndStartingAgainLeavesAndJoins() {
		LiveServiceGroupAPI a = member("a", Map.of());
		LiveServiceGroupAPI observer = api("observer");
		a.stop();
		assertThat(observer.read(this.group).members()).isEmpty();
		a.start();
		within(RECOVERY).until(() -> observer.read(this.group).isUp("a"));
	}

	/** Returns what the store can tell of departures. */
	protected Set<Departure> knownDepartures() {
		return EnumSet.allOf(Departure.class);
	}

	/** Returns whether a member dies that nothing sends heartbeats for. */
	protected boolean diesInSilence() {
		return true;
	}

	@Test
	void aDeathIsDistinguishedFromALeaveAlsoAfterTheMemberHasLeftBefore() {
		LiveServiceGroupAPI observer = member("observer", Map.of());
		LiveServiceGroupAPI leaver = member("one", Map.of());
		assertThat(observer.read(this.group).isUp("one")).isTrue();
		leaver.close();
		assertThat(observer.departures(this.group, Set.of("one", "observer", "none")).get("one"))
			.isEqualTo(knownDepartures().contains(Departure.LEFT) ? Departure.LEFT : null);
		assertThat(observer.departures(this.group, Set.of("observer"))).isEmpty();
		if (knownDepartures().isEmpty() || !diesInSilence()) {
			return;
		}
		ServiceGroupDriver silent = opened(driver("one"));
		silent.join(this.group, Map.of());
		assertThat(observer.read(this.group).isUp("one")).isTrue();
		this.server.advance(timeout());
		within(bound()).until(() -> !observer.read(this.group).isUp("one"));
		assertThat(observer.departures(this.group, Set.of("one")).get("one"))
			.isEqualTo(knownDepartures().contains(Departure.DIED) ? Departure.DIED : null);
		assertThat(observer.departures(this.group + "-b", Set.of("one")).get("one")).isNotEqualTo(Departure.DIED);
	}

	@Test
	void wrongUseIsRefusedWithAReason() {
		LiveServiceGroupAPI a = member("a", Map.of());
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.join(this.group, Map.of()));
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> a.updateCapabilities("other", Map.of()));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.getAll(" "));
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> a.join("other", Map.of("object", new Object())));
		a.leave("other");
		assertThat(a.getStatus().groups()).containsExactly(this.group);
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> a.updateCapabilities(this.group, Map.of("object", new Object())));
		a.stop();
		a.start();
		within(Duration.ofSeconds(5)).until(() -> a.serviceIsUp(this.group, "a"));
	}

}
