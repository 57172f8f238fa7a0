package io.servicegroup.membership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.OperatorAct;
import io.servicegroup.SwitchLosses;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The contract of operators' switches on every driver. Two applications set them; both
 * and a third one that is not a member see them.
 */
public abstract class SwitchesContract extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(2);

	private static final MemberSwitches DISABLED = new MemberSwitches(true, "its disk fails", false);

	private static final MemberSwitches FORCED_DOWN = new MemberSwitches(false, null, true);

	private Application a;

	private Application b;

	private Application observer;

	private List<Application> all;

	/** Returns a driver that is not connected yet. */
	protected ServiceGroupDriver driver(String member) {
		return new ToozServiceGroupDriver(Coordinators.parse(url()), member);
	}

	private Application application(String member) {
		return new Application(
				opened(new LiveServiceGroupAPI(driver(member), null, Duration.ofMillis(300), List.of())));
	}

	private Application joined(String member) {
		Application application = application(member);
		application.api.join(this.group, Map.of());
		return application;
	}

	/** Returns whether the store keeps the names of operators. */
	protected boolean keepsOperators() {
		return true;
	}

	@BeforeEach
	void startApplications() {
		this.a = joined("a");
		this.b = joined("b");
		this.observer = application("observer");
		this.all = List.of(this.a, this.b, this.observer);
		for (Application application : this.all) {
			within(SOON).until(() -> application.isUp("a") && application.isUp("b"));
			application.api.addListener(this.group, application.events::add);
			within(SOON).until(() -> application.events.size() == 2);
			application.events.clear();
		}
	}

	@Test
	void allKnowWhichOperatorActedLast() {
		this.a.api.disable(this.group, "b", "its disk fails", "alice");
		this.a.api.forceDown(this.group, "a", "bob smith");
		Map<String, OperatorAct> acts = this.observer.api.operatorActs(this.group);
		if (!keepsOperators()) {
			assertThat(acts).isEmpty();
			return;
		}
		assertThat(acts.keySet()).containsExactlyInAnyOrder("a", "b");
		assertThat(acts.get("b")).extracting(OperatorAct::action, OperatorAct::operator)
			.containsExactly(OperatorAct.DISABLE, "alice");
		assertThat(acts.get("a")).extracting(OperatorAct::action, OperatorAct::operator)
			.containsExactly(OperatorAct.FORCE_DOWN, "bob smith");
		this.b.api.enable(this.group, "b", "carol");
		assertThat(this.observer.api.operatorActs(this.group).get("b").operator()).isEqualTo("carol");
		this.b.api.disable(this.group, "b", "its disk fails");
		assertThat(this.observer.api.operatorActs(this.group)).containsOnlyKeys("a");
		assertThat(this.observer.api.read(this.group).switches().get("b")).isEqualTo(DISABLED);
	}

	@Test
	void aDisabledMemberStaysUpAndAllSeeTheReason() {
		this.a.api.disable(this.group, "b", "its disk fails");
		for (Application application : this.all) {
			within(SOON).until(() -> application.events.size() == 1);
			assertThat(application.events.get(0)).isInstanceOf(MemberChangedEvent.class);
			assertThat(application.events.get(0).member().switches()).isEqualTo(DISABLED);
			assertThat(application.isUp("b")).isTrue();
			assertThat(application.switches()).isEqualTo(Map.of("b", DISABLED));
			assertThat(application.api.read(this.group).member("b").orElseThrow().switches()).isEqualTo(DISABLED);
		}
		this.b.api.enable(this.group, "b");
		for (Application application : this.all) {
			within(SOON).until(() -> application.events.size() == 2);
			assertThat(application.events.get(1)).isInstanceOf(MemberChangedEvent.class);
			assertThat(application.events.get(1).member().switches()).isEqualTo(MemberSwitches.NONE);
			assertThat(application.events).extracting(MemberEvent::cause).containsOnly(MemberEventCause.OPERATOR);
			assertThat(application.api.view(this.group).lostSwitches()).isEmpty();
			assertThat(application.switches()).isEmpty();
		}
	}

	@Test
	void aMemberForcedDownIsDownForAllDespiteItsHeartbeats() {
		this.a.api.forceDown(this.group, "b");
		within(SOON).until(() -> this.all.stream().allMatch((application) -> application.events.size() == 1));
		await().during(timeout().multipliedBy(3).dividedBy(2))
			.atMost(timeout().multipliedBy(2))
			.until(() -> this.all.stream().noneMatch((application) -> application.shows("b")));
		assertThat(this.b.api.getStatus().isUp()).as("its heartbeats succeed").isTrue();
		for (Application application : this.all) {
			assertThat(application.eventsOf("b")).containsExactly(MemberLeftEvent.class);
			assertThat(application.eventsOf("a")).isEmpty();
			assertThat(application.switches()).isEqualTo(Map.of("b", FORCED_DOWN));
			assertThat(application.api.getAll(this.group)).extracting("id").containsExactly("a");
		}
		this.observer.api.clearForcedDown(this.group, "b");
		within(SOON).until(() -> this.all.stream().allMatch((application) -> application.eventsOf("b").size() == 2));
		for (Application application : this.all) {
			assertThat(application.eventsOf("b")).containsExactly(MemberLeftEvent.class, MemberJoinedEvent.class);
			assertThat(application.events).extracting(MemberEvent::cause).containsOnly(MemberEventCause.OPERATOR);
			assertThat(application.isUp("b")).isTrue();
			assertThat(application.switches()).isEmpty();
		}
	}

	/** Makes the store lose all its data. */
	protected void loseData() {
		this.server.wipe();
	}

	@Test
	void switchesThatTheStoreLosesAreReportedAndSetAgainByOneCall() {
		this.a.api.disable(this.group, "a", "its disk fails");
		this.a.api.forceDown(this.group, "b");
		awaitSwitches(Map.of("a", DISABLED, "b", FORCED_DOWN));
		try (Warnings logged = new Warnings(LostSwitches.class.getName())) {
			loseData();
			within(timeout().multipliedBy(2).plus(recovery())).until(() -> this.all.stream()
				.allMatch((application) -> application.shows("a") && application.shows("b")));
			assertThat(logged.messages()).hasSameSizeAs(this.all)
				.allSatisfy((message) -> assertThat(message).contains("'" + this.group + "'",
						"[b] are no longer forced", "[a] no longer disabled", "restoreLostSwitches"));
		}
		for (Application application : this.all) {
			assertThat(application.last("a").cause()).isEqualTo(MemberEventCause.STORE_LOSS);
			assertThat(application.last("b")).isInstanceOf(MemberJoinedEvent.class);
			assertThat(application.last("b").cause()).isEqualTo(MemberEventCause.STORE_LOSS);
			assertThat(application.api.getStatus().switchLosses()).isEqualTo(new SwitchLosses(1, 1));
		}
		this.b.api.enable(this.group, "a");
		within(SOON).until(() -> this.b.api.view(this.group).lostSwitches().equals(Map.of("b", FORCED_DOWN)));
		Map<String, MemberSwitches> lost = Map.of("a", DISABLED, "b", FORCED_DOWN);
		assertThat(this.observer.api.restoreLostSwitches(this.group)).isEqualTo(lost);
		awaitSwitches(lost);
		for (Application application : this.all) {
			assertThat(application.api.view(this.group).lostSwitches()).isEmpty();
			assertThat(application.api.restoreLostSwitches(this.group)).isEmpty();
			within(SOON).until(() -> application.last("b") instanceof MemberLeftEvent
					&& application.last("a").cause() == MemberEventCause.OPERATOR);
			assertThat(application.api.getStatus().switchLosses()).isEqualTo(new SwitchLosses(1, 1));
		}
	}

	@Test
	void concurrentSwitchesOfTwoApplicationsAreAllKept() {
		List<String> ids = List.of("m1", "m2", "m3", "m4");
		ids.forEach(this::joined);
		atOnce(() -> ids.forEach((id) -> this.a.api.disable(this.group, id, "its disk fails")),
				() -> ids.forEach((id) -> this.b.api.forceDown(this.group, id)));
		MemberSwitches both = new MemberSwitches(true, "its disk fails", true);
		awaitSwitches(Map.of("m1", both, "m2", both, "m3", both, "m4", both));
		atOnce(() -> List.of("m1", "m3").forEach((id) -> this.a.api.enable(this.group, id)),
				() -> List.of("m2", "m3").forEach((id) -> this.b.api.clearForcedDown(this.group, id)));
		awaitSwitches(Map.of("m1", FORCED_DOWN, "m2", DISABLED, "m4", both));
	}

	private void awaitSwitches(Map<String, MemberSwitches> wanted) {
		assertThat(this.observer.api.read(this.group).switches()).isEqualTo(wanted);
		within(SOON).until(() -> this.all.stream().allMatch((application) -> application.switches().equals(wanted)));
	}

	private static void atOnce(Runnable one, Runnable other) {
		List<CompletableFuture<Object>> both = new ArrayList<>();
		List.of(one, other).forEach((work) -> both.add(async(() -> {
			work.run();
			return work;
		})));
		both.forEach(CompletableFuture::join);
	}

	@Test
	void switchesSurviveARestartOfTheMember() {
		this.a.api.disable(this.group, "a", "its disk fails");
		this.a.api.forceDown(this.group, "b");
		within(SOON).until(() -> this.observer.events.size() == 2);
		this.a.api.close();
		this.b.api.close();
		within(SOON).until(() -> this.observer.eventsOf("a").size() == 2);
		Map<String, MemberSwitches> standing = Map.of("a", DISABLED, "b", FORCED_DOWN);
		assertThat(this.observer.api.read(this.group).switches()).isEqualTo(standing);
		Application again = joined("b");
		joined("a");
		within(SOON).until(() -> this.observer.eventsOf("a").size() == 3);
		await().during(Duration.ofSeconds(1)).until(() -> !again.shows("b") && !this.observer.shows("b"));
		assertThat(this.observer.eventsOf("a")).containsExactly(MemberChangedEvent.class, MemberLeftEvent.class,
				MemberJoinedEvent.class);
		assertThat(this.observer.last("a").member().switches()).isEqualTo(DISABLED);
		assertThat(this.observer.eventsOf("b")).containsExactly(MemberLeftEvent.class);
		assertThat(this.observer.switches()).isEqualTo(standing);
	}

	@Test
	void aDeadMemberCanStillBeForcedDown() {
		this.b.api.close();
		within(SOON).until(() -> !this.observer.isUp("b"));
		this.observer.api.forceDown(this.group, "b");
		Application back = joined("b");
		within(SOON).until(() -> this.a.switches().containsKey("b"));
		await().during(Duration.ofSeconds(1)).until(() -> !back.shows("b") && !this.a.shows("b"));
		this.a.api.clearForcedDown(this.group, "b");
		within(SOON).until(() -> back.isUp("b") && this.observer.isUp("b"));
	}

	@Test
	void anUnknownMemberAndAMissingReasonAreRefused() {
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> this.a.api.forceDown(this.group, "c"))
			.withMessageContaining("'c'")
			.satisfies((ex) -> assertThat(ex.fix()).contains("a, b"));
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> this.a.api.disable("nowhere", "b", "its disk fails"))
			.withMessageContaining("'nowhere'");
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> this.a.api.disable(this.group, "b", " "))
			.withMessageContaining("no reason");
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> this.a.api.disable(this.group, "b", "x".repeat(256)))
			.withMessageContaining("too long");
		assertThat(this.observer.api.read(this.group).switches()).isEmpty();
		assertThat(this.observer.api.getGroups()).isEqualTo(Set.of(this.group));
	}

	/** An application that records the events that it receives. */
	private final class Application {

		private final LiveServiceGroupAPI api;

		private final List<MemberEvent> events = new CopyOnWriteArrayList<>();

		private Application(LiveServiceGroupAPI api) {
			this.api = api;
		}

		/** Whether its latest view, which may be stale, contains the member. */
		private boolean shows(String member) {
			return this.api.view(SwitchesContract.this.group).isUp(member);
		}

		private boolean isUp(String member) {
			return this.api.serviceIsUp(SwitchesContract.this.group, member);
		}

		private Map<String, MemberSwitches> switches() {
			return this.api.view(SwitchesContract.this.group).switches();
		}

		private List<Class<?>> eventsOf(String member) {
			List<Class<?>> told = new ArrayList<>();
			this.events.stream()
				.filter((event) -> event.member().id().equals(member))
				.forEach((event) -> told.add(event.getClass()));
			return told;
		}

		private MemberEvent last(String member) {
			return this.events.stream()
				.filter((event) -> event.member().id().equals(member))
				.reduce((one, next) -> next)
				.orElseThrow();
		}

	}

}
