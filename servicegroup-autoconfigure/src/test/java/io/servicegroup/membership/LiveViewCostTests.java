package io.servicegroup.membership;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.ModelCoordinators;
import io.servicegroup.tooz.coordination.PollInterval;
import io.servicegroup.tooz.coordination.StoreSilence;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.spi.Backend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a view of a large group costs while nothing changes, and what a change costs.
 */
class LiveViewCostTests {

	private static final String URL = "memory://view-cost?timeout=3600";

	private static final int MEMBERS = 100;

	private static final int MANY = 10_000;

	/** More than a reading of no member allocates, and less than one byte per member. */
	private static final long IDLE = 8_000;

	private final MemoryStore store = MemoryStore.named("view-cost");

	private final ToozServiceGroupDriver driver = new ToozServiceGroupDriver(Coordinators.parse(URL), "observer");

	private final List<MemberEvent> events = new ArrayList<>();

	private final LiveView view = new LiveView("group", this.driver, PollInterval.upTo(Duration.ofSeconds(1)),
			Clock.systemUTC(), new StoreSilence(System::nanoTime), () -> {
			}, new LostSwitches.Counts());

	private final List<Backend> members = new ArrayList<>();

	@BeforeEach
	void join() {
		member(0).createGroup("group");
		join(MEMBERS);
		this.view.refresh();
		this.view.follower().addShared(ModelCoordinators.listener(this.events::add));
		this.events.clear();
	}

	private void join(int count) {
		while (this.members.size() < count) {
			Backend member = member(this.members.size());
			write(member, 1);
			this.members.add(member);
		}
	}

	@AfterEach
	void close() {
		this.view.close();
		this.driver.close();
		this.store.close();
	}

	private static Backend member(int number) {
		return Coordinators.backendType(Coordinators.parse(URL))
			.create(Coordinators.parse(URL), String.format(Locale.ROOT, "member-%05d", number));
	}

	private static void write(Backend member, int version) {
		member.join("group", Capabilities.encode(Map.of("host", "host", "version", version)));
	}

	private static long allocated(Runnable work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	@Test
	void aPollOfAnUnchangedGroupSharesTheLastView() {
		join(MANY);
		for (int i = 0; i < 10; i++) {
			this.view.refresh();
		}
		GroupView before = this.view.fresh();
		long version = this.view.follower().last().version();
		this.events.clear();
		int polls = 20;
		assertThat(allocated(() -> {
			for (int i = 0; i < polls; i++) {
				this.view.refresh();
			}
		}) / polls).isLessThan(IDLE);
		GroupView after = this.view.fresh();
		assertThat(after.members()).isSameAs(before.members()).hasSize(MANY);
		assertThat(after.asOf()).isAfter(before.asOf());
		assertThat(this.view.follower().last().version()).isEqualTo(version);
		assertThat(this.events).isEmpty();
	}

	/** Of the whole group, only an array of references is copied: the sorted members. */
	@Test
	void aChangeInALargeGroupTouchesTheChangedMemberOnly() {
		join(MANY);
		this.view.refresh();
		this.events.clear();
		int changes = 20;
		long bytes = 0;
		for (int i = 2; i < changes + 2; i++) {
			write(this.members.get(7), i);
			GroupView before = this.view.fresh();
			bytes += allocated(this.view::refresh);
			assertThat(VersionedMap.changes(before.members(), this.view.fresh().members()))
				.containsExactly("member-00007");
		}
		assertThat(bytes / changes).isLessThan(4 * MANY + 30_000);
		assertThat(this.events).hasSize(changes);
	}

	@Test
	void aChangeMakesNewObjectsOfTheMembersThatChangedOnly() {
		Map<Member, Boolean> before = new IdentityHashMap<>();
		this.view.fresh().members().forEach((member) -> before.put(member, true));
		write(this.members.get(7), 2);
		this.members.get(8).leave("group");
		write(member(MEMBERS), 1);
		this.view.refresh();
		assertThat(this.events).hasSize(3);
		assertThat(this.events.get(0)).isInstanceOf(MemberLeftEvent.class);
		assertThat(this.events.get(1)).isInstanceOf(MemberChangedEvent.class);
		assertThat(this.events.get(2)).isInstanceOf(MemberJoinedEvent.class);
		assertThat(this.view.fresh().members().stream().filter((member) -> !before.containsKey(member)))
			.extracting(Member::id)
			.containsExactly("member-00007", "member-00100");
		assertThat(this.view.fresh().members()).isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()));
		assertThat(this.view.hasSeen("member-00100")).isTrue();
	}

	@Test
	void aSwitchMakesANewObjectOfItsMemberOnly() {
		Member before = this.view.fresh().member("member-00001").orElseThrow();
		this.driver.disable("group", "member-00002", "test");
		this.view.refresh();
		assertThat(this.events).hasSize(1);
		GroupView disabled = this.view.fresh();
		assertThat(disabled.member("member-00002").orElseThrow().switches().disabled()).isTrue();
		assertThat(disabled.member("member-00001")).containsSame(before);
		this.view.refresh();
		assertThat(this.view.fresh().members()).isSameAs(disabled.members());
		this.store.clear();
		this.view.refresh();
		this.view.refresh();
		assertThat(this.view.fresh().lostSwitches()).containsOnlyKeys("member-00002");
		this.view.lostSwitches().cleared("member-00002", disabled.switches().get("member-00002"));
		this.view.refresh();
		assertThat(this.view.fresh().lostSwitches()).isEmpty();
	}

	@Test
	void theTimeOfAMemberIsItsHeartbeatOrTheReading() {
		Instant joined = this.view.fresh().updatedTime("member-00001").orElseThrow();
		this.store.advance(Duration.ofMinutes(1));
		this.members.get(1).beat(Map.of("group", Capabilities.encode(Map.of("host", "host", "version", 1))));
		this.view.refresh();
		GroupView now = this.view.fresh();
		assertThat(now.updatedTime("member-00001").orElseThrow()).isAfterOrEqualTo(joined.plusSeconds(60));
		assertThat(now.withoutTimes().updatedTime("member-00001")).contains(now.asOf());
		assertThat(now.updatedTime("none")).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void aLookUpAllocatesNothing() {
		try (LiveServiceGroupAPI api = new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(URL), "other"), null, Duration.ofHours(1), List.of())) {
			await().atMost(Duration.ofSeconds(10)).until(() -> api.serviceIsUp("group", "member-00001"));
			int[] up = new int[1];
			Runnable queries = () -> {
				for (int i = 0; i < 10_000; i++) {
					up[0] += api.serviceIsUp("group", "member-00001") ? 1 : 0;
					up[0] += api.serviceIsUp("group", "none") ? 1 : 0;
				}
			};
			queries.run();
			assertThat(allocated(queries)).isLessThan(1000);
			assertThat(up[0]).isEqualTo(20_000);
		}
	}

}
