package io.servicegroup.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.junit.jupiter.api.Test;

import static io.servicegroup.membership.ServiceGroupWaits.withinDespiteOutage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A migration from memcached to Redis while one of the two is unavailable or refuses.
 */
class MigrationOutageTests extends MigrationFixture {

	private static final Duration SOON = Duration.ofSeconds(5);

	private LiveServiceGroupAPI moving(String member) {
		return api(new MigratingDriver(onNew(member), onOld(member), null));
	}

	private LiveServiceGroupAPI joined(LiveServiceGroupAPI api) {
		api.join(this.group, Map.of());
		return api;
	}

	private MigrationStatus migration(LiveServiceGroupAPI api) {
		return Objects.requireNonNull(api.getStatus().migration());
	}

	@Test
	void aSourceThatHangsDelaysNothingIfNoMemberIsThereOnly() {
		LiveServiceGroupAPI a = joined(moving("a"));
		within(SOON).until(() -> a.serviceIsUp(this.group, "a"));
		this.old.pause();
		try {
			within(SOON).until(() -> migration(a).problem() != null);
			LiveServiceGroupAPI b = moving("b");
			long begun = System.nanoTime();
			joined(b);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
			withinDespiteOutage(Duration.ofSeconds(2)).until(() -> a.serviceIsUp(this.group, "b"));
			await().during(TIMEOUT.plusSeconds(1))
				.atMost(TIMEOUT.multipliedBy(2))
				.until(() -> a.getStatus().isUp() && a.getStatus().lastHeartbeat().toMillis() < 2500
						&& !a.view(this.group).stale());
			begun = System.nanoTime();
			b.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
		}
		finally {
			this.old.resume();
		}
		within(SOON).until(() -> migration(a).problem() == null);
		withinDespiteOutage(SOON).until(() -> api(onOld("o")).read(this.group).isUp("a"));
	}

	@Test
	void aMemberInTheSourceOnlyIsNotReportedAsLeftWhenTheSourceFails() {
		LiveServiceGroupAPI one = joined(api(onOld("one")));
		LiveServiceGroupAPI a = joined(moving("a"));
		List<MemberEvent> events = new CopyOnWriteArrayList<>();
		a.addListener(this.group, events::add);
		within(SOON).until(() -> events.size() == 2);
		assertThat(migration(a).onlyOnOld().get(this.group)).containsExactly("one");
		this.old.stop();
		try {
			withinDespiteOutage(SOON).until(() -> a.view(this.group).stale());
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.serviceIsUp(this.group, "one"))
				.withMessageContaining("remove servicegroup.migration.from");
			assertThat(a.getStatus().isUp()).isTrue();
			await().during(TIMEOUT.plusSeconds(1)).atMost(TIMEOUT.multipliedBy(2)).until(() -> a.getStatus().isUp());
		}
		finally {
			this.old.start();
		}
		withinDespiteOutage(SOON).until(() -> one.getStatus().isUp() && !a.view(this.group).stale()
				&& a.view(this.group).members().size() == 2);
		assertThat(events).noneMatch(MemberLeftEvent.class::isInstance).hasSize(2);
	}

	@Test
	void aMemberJoinsTheSourceWhileTheTargetIsUnavailable() {
		this.server.stop();
		try {
			LiveServiceGroupAPI a = moving("a");
			a.want(this.group, Map.of());
			a.start();
			LiveServiceGroupAPI observer = api(onOld("observer"));
			within(TIMEOUT.multipliedBy(2)).until(() -> observer.read(this.group).isUp("a"));
			assertThat(a.getStatus().isUp()).isFalse();
			a.stop();
			within(SOON).until(() -> observer.read(this.group).members().isEmpty());
		}
		finally {
			this.server.start();
		}
	}

	@Test
	void anIdThatIsTakenInEitherIsRefused() {
		joined(api(onOld("a")));
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(() -> joined(moving("a")));
		assertThat(api(onNew("n")).read(this.group).members()).isEmpty();
		joined(api(onNew("b")));
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(() -> joined(moving("b")));
		assertThat(api(onOld("o")).read(this.group).isUp("b")).isFalse();
	}

	@Test
	void aStoppedMemberIsRegisteredInNeither() {
		LiveServiceGroupAPI a = joined(moving("a"));
		LiveServiceGroupAPI observer = moving("observer");
		within(SOON).until(() -> observer.read(this.group).isUp("a"));
		a.stop();
		await().during(TIMEOUT)
			.atMost(TIMEOUT.multipliedBy(2))
			.until(() -> observer.read(this.group).members().isEmpty());
		a.start();
		within(SOON).until(() -> api(onOld("o")).read(this.group).isUp("a"));
		within(SOON).until(() -> api(onNew("n")).read(this.group).isUp("a"));
	}

	@Test
	void switchesAreSetInBothAndApplyFromEither() {
		LiveServiceGroupAPI a = joined(moving("a"));
		LiveServiceGroupAPI b = joined(moving("b"));
		a.disable(this.group, "b", "disk");
		assertThat(api(onOld("o")).read(this.group).switches().get("b").reason()).isEqualTo("disk");
		assertThat(api(onNew("n")).read(this.group).switches().get("b").reason()).isEqualTo("disk");
		a.enable(this.group, "b");
		assertThat(b.read(this.group).switches()).isEmpty();
		api(onOld("o2")).forceDown(this.group, "b");
		assertThat(a.read(this.group).isUp("b")).isFalse();
		this.old.stop();
		try {
			within(SOON).until(() -> migration(a).problem() != null);
			assertThat(a.read(this.group).isUp("b")).as("known from the last reading").isFalse();
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> a.clearForcedDown(this.group, "b"))
				.withMessageContaining("but not in the source; retry the call");
		}
		finally {
			this.old.start();
		}
	}

}
