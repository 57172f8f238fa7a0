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

	private final MigrationProgress progress = new MigrationProgress(() -> "memcached://h", this.nanos::get);

	private static Member member(String id, Map<String, Object> capabilities) {
		return Member.of(id, Instant.EPOCH).withCapabilities(capabilities);
	}

	private static GroupListing listing(String... ids) {
		return new GroupListing(Arrays.stream(ids).map((id) -> member(id, Map.of())).toList(), Map.of());
	}

	private static GroupListing disabled(GroupListing listing, String id) {
		return new GroupListing(listing.members(), Map.of(id, new MemberSwitches(true, "disk", false)));
	}

	private void update(GroupListing target, GroupListing source) {
		this.progress.update("empty", listing(), listing(), REST);
		this.progress.update("web", target, source, REST);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
	}

	private static void listen(Consumer<List<ILoggingEvent>> work) {
		Logger logger = (Logger) LoggerFactory.getLogger(MigrationProgress.class);
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		logger.setLevel(Level.INFO);
		logger.addAppender(events);
		try {
			work.accept(events.list);
		}
		finally {
			logger.detachAppender(events);
			logger.setLevel(null);
		}
	}

	@Test
	void logsOnceThatTheMigrationIsComplete() {
		listen((events) -> {
			update(listing("a"), listing("a", "b"));
			for (int i = 0; i < 4; i++) {
				update(listing("a", "b"), listing("a", "b"));
			}
			assertThat(events).as("not before a timeout has passed").isEmpty();
			for (int i = 0; i < 4; i++) {
				update(listing("a", "b"), listing("a"));
			}
			assertThat(events).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly("Migration from memcached://h is complete for groups empty, web. Remove "
						+ "servicegroup.migration.from once every application runs with the new URL.");
		});
	}

	@Test
	void groupsWithoutMembersDoNotCompleteTheMigration() {
		listen((events) -> {
			for (int i = 0; i < 6; i++) {
				update(listing(), listing());
			}
			assertThat(events).isEmpty();
		});
	}

	@Test
	void aSwitchInTheSourceOnlyPreventsCompletionAndIsLoggedOnce() {
		listen((events) -> {
			for (int i = 0; i < 6; i++) {
				update(listing("a"), disabled(listing("a"), "a"));
			}
			assertThat(events).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly(
						"Operators' switches of [a] in group 'web' are set in memcached://h only: they are lost "
								+ "when the migration ends. Set them again to have them in the target");
			assertThat(this.progress.switchedByGroup()).isEqualTo(Map.of("web", Set.of("a")));
			for (int i = 0; i < 6; i++) {
				update(disabled(listing("a"), "a"), disabled(listing("a"), "a"));
			}
			assertThat(this.progress.switchedByGroup()).isEmpty();
			assertThat(events).hasSize(2);
		});
	}

	@Test
	void theSourceIsNotNeededOnceAllMembersHaveMigrated() {
		assertThat(this.progress.withoutMembers("web", listing("a"))).as("was not read yet").isNull();
		assertThat(this.progress.isPossible()).isTrue();
		update(listing("a"), listing("a", "b"));
		assertThat(this.progress.withoutMembers("web", listing("a"))).as("b would be missing").isNull();
		assertThat(this.progress.byGroup().get("web")).containsExactly("b");
		assertThat(this.progress.withoutMembers("web", listing("a", "b"))).isEqualTo(listing());
	}

	@Test
	void aMemberForcedDownInTheTargetIsNotInTheSourceOnly() {
		update(new GroupListing(List.of(), Map.of("a", new MemberSwitches(false, null, true))), listing("a"));
		assertThat(this.progress.byGroup().get("web")).isEmpty();
	}

	@Test
	void aMemberInBothHasTheTargetsCapabilitiesAndTheSwitchesOfEither() {
		GroupListing target = new GroupListing(List.of(member("a", Map.of("v", 2)), member("b", Map.of())),
				Map.of("a", new MemberSwitches(true, "disk", false)));
		GroupListing source = new GroupListing(
				List.of(member("a", Map.of("v", 1)), member("b", Map.of("v", 1)), member("c", Map.of())),
				Map.of("a", new MemberSwitches(true, "other", false), "c", new MemberSwitches(false, null, true)));
		GroupListing merged = ListingMerger.of(target, source);
		assertThat(merged.members()).extracting(Member::id).containsExactly("a", "b");
		assertThat(merged.members()).extracting((member) -> member.capabilities().get("v")).containsExactly(2, 1);
		assertThat(merged.members().get(0).switches().reason()).isEqualTo("disk");
		assertThat(merged.switches().get("c").forcedDown()).isTrue();
	}

}
