package io.servicegroup.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.GroupListing;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationProgressTests {

	private static final Duration REST = Duration.ofSeconds(4);

	private final AtomicLong nanos = new AtomicLong();

	private final MigrationProgress memory = new MigrationProgress(() -> "memcached://h", this.nanos::get);

	private static Member member(String id, Map<String, Object> capabilities) {
		return new Member(id, false, true, Map.copyOf(capabilities), Instant.EPOCH);
	}

	private static GroupListing listing(String... ids) {
		return new GroupListing(Arrays.stream(ids).map((id) -> member(id, Map.of())).toList(), Map.of());
	}

	private static GroupListing disabled(GroupListing listing, String id) {
		return new GroupListing(listing.members(), Map.of(id, new MemberSwitches(true, "disk", false)));
	}

	private void note(GroupListing now, GroupListing old) {
		this.memory.note("empty", listing(), listing(), REST);
		this.memory.note("web", now, old, REST);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
	}

	private static void listen(Consumer<List<ILoggingEvent>> work) {
		Logger logger = (Logger) LoggerFactory.getLogger(MigrationProgress.class);
		ListAppender<ILoggingEvent> told = new ListAppender<>();
		told.start();
		logger.setLevel(Level.INFO);
		logger.addAppender(told);
		try {
			work.accept(told.list);
		}
		finally {
			logger.detachAppender(told);
			logger.setLevel(null);
		}
	}

	@Test
	void itIsSaidOnceThatThePropertyMayGo() {
		listen((told) -> {
			note(listing("a"), listing("a", "b"));
			for (int i = 0; i < 4; i++) {
				note(listing("a", "b"), listing("a", "b"));
			}
			assertThat(told).as("not before a timeout has passed").isEmpty();
			for (int i = 0; i < 4; i++) {
				note(listing("a", "b"), listing("a"));
			}
			assertThat(told).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly("Nobody stands in memcached://h alone any more, of the groups empty, web: once no "
						+ "application asks there alone either, servicegroup.migration.from may go");
		});
	}

	@Test
	void groupsWithoutMembersProveNothing() {
		listen((told) -> {
			for (int i = 0; i < 6; i++) {
				note(listing(), listing());
			}
			assertThat(told).isEmpty();
		});
	}

	@Test
	void aSwitchThatStandsInTheOldPlaceOnlyKeepsThePropertyAndIsToldOfOnce() {
		listen((told) -> {
			for (int i = 0; i < 6; i++) {
				note(listing("a"), disabled(listing("a"), "a"));
			}
			assertThat(told).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly("Operators' switches of [a] in group 'web' stand in memcached://h only: turn them "
						+ "again, to have them in the new place, too");
			assertThat(this.memory.switchedByGroup()).isEqualTo(Map.of("web", Set.of("a")));
			for (int i = 0; i < 6; i++) {
				note(disabled(listing("a"), "a"), disabled(listing("a"), "a"));
			}
			assertThat(this.memory.switchedByGroup()).isEmpty();
			assertThat(told).hasSize(2);
		});
	}

	@Test
	void theOldPlaceCanBeDoneWithoutOnceAllHaveMoved() {
		assertThat(this.memory.withoutMembers("web", listing("a"))).as("was not read yet").isNull();
		assertThat(this.memory.isPossible()).isTrue();
		note(listing("a"), listing("a", "b"));
		assertThat(this.memory.withoutMembers("web", listing("a"))).as("b would be missed").isNull();
		assertThat(this.memory.byGroup().get("web")).containsExactly("b");
		assertThat(this.memory.withoutMembers("web", listing("a", "b"))).isEqualTo(listing());
	}

	@Test
	void aMemberThatIsForcedDownInTheNewPlaceIsNotInTheOldOneOnly() {
		note(new GroupListing(List.of(), Map.of("a", new MemberSwitches(false, null, true))), listing("a"));
		assertThat(this.memory.byGroup().get("web")).isEmpty();
	}

	@Test
	void aMemberInBothPlacesIsAsTheNewOneHasItSwitchedAsEither() {
		GroupListing now = new GroupListing(List.of(member("a", Map.of("v", 2)), member("b", Map.of())),
				Map.of("a", new MemberSwitches(true, "disk", false)));
		GroupListing old = new GroupListing(
				List.of(member("a", Map.of("v", 1)), member("b", Map.of("v", 1)), member("c", Map.of())),
				Map.of("a", new MemberSwitches(true, "other", false), "c", new MemberSwitches(false, null, true)));
		GroupListing union = ListingMerger.of(now, old);
		assertThat(union.members()).extracting(Member::id).containsExactly("a", "b");
		assertThat(union.members()).extracting((member) -> member.capabilities().get("v")).containsExactly(2, 1);
		assertThat(union.members().get(0).switches().reason()).isEqualTo("disk");
		assertThat(union.switches().get("c").forcedDown()).isTrue();
	}

}
