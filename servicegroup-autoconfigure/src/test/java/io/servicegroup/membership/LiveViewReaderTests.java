package io.servicegroup.membership;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.GroupListingReader;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.ModelCoordinators;
import io.servicegroup.tooz.coordination.PollInterval;
import io.servicegroup.tooz.coordination.StoreSilence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Views of readers that return the same listing again.
 */
class LiveViewReaderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ServiceGroupDriver memory = new ToozServiceGroupDriver(
			Coordinators.parse("memory://view-reader?timeout=" + TIMEOUT.toSeconds()), "observer");

	private final List<MemberEvent> events = new ArrayList<>();

	private final AtomicInteger open = new AtomicInteger();

	private GroupListing listing = listing("a", "b");

	private boolean failing;

	private long nanos;

	private final LiveView view = new LiveView("group", driver(), PollInterval.regular(Duration.ofSeconds(1)),
			Clock.systemUTC(), new StoreSilence(() -> this.nanos), () -> {
			}, new LostSwitches.Counts());

	@AfterEach
	void close() {
		this.memory.close();
	}

	private static GroupListing listing(String... members) {
		return new GroupListing(Stream.of(members).map((id) -> Member.of(id, Instant.EPOCH)).toList(), Map.of());
	}

	private ServiceGroupDriver driver() {
		return (ServiceGroupDriver) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ServiceGroupDriver.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "reader" -> reader();
					default -> method.invoke(this.memory, arguments);
				});
	}

	private GroupListingReader reader() {
		this.open.incrementAndGet();
		return new GroupListingReader() {

			@Override
			public GroupListing read() {
				if (LiveViewReaderTests.this.failing) {
					throw new ServiceGroupUnavailableException("Unavailable on purpose", null);
				}
				return LiveViewReaderTests.this.listing;
			}

			@Override
			public boolean recordsTimes() {
				return false;
			}

			@Override
			public void close() {
				LiveViewReaderTests.this.open.decrementAndGet();
			}

		};
	}

	private void pass(Duration time) {
		this.nanos += time.toNanos();
		this.view.refresh();
	}

	@Test
	void aListingThatTheGracePeriodRefusesIsRefusedUntilItsEnd() {
		this.view.follower().addShared(ModelCoordinators.listener(this.events::add));
		this.view.refresh();
		this.events.clear();
		this.failing = true;
		pass(TIMEOUT.dividedBy(2));
		this.failing = false;
		this.listing = listing("a");
		for (int i = 0; i < 3; i++) {
			pass(Duration.ofSeconds(1));
			assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(this.view::fresh);
			assertThat(this.view.get().isUp("b")).isTrue();
		}
		assertThat(this.events).isEmpty();
		pass(TIMEOUT.dividedBy(3));
		assertThat(this.view.fresh().members()).extracting(Member::id).containsExactly("a");
		assertThat(this.events).hasSize(1).allMatch((event) -> event instanceof MemberLeftEvent);
		pass(Duration.ofSeconds(1));
		assertThat(this.events).hasSize(1);
	}

	@Test
	void aFailureMarksAnUnchangedViewStaleUntilTheNextReading() {
		this.view.refresh();
		GroupView before = this.view.fresh();
		this.failing = true;
		pass(Duration.ofSeconds(1));
		assertThat(this.view.get().stale()).isTrue();
		assertThat(this.view.get().asOf()).isEqualTo(before.asOf());
		this.failing = false;
		pass(Duration.ofSeconds(1));
		assertThat(this.view.fresh().members()).isSameAs(before.members());
		assertThat(this.view.fresh().asOf()).isAfterOrEqualTo(before.asOf());
	}

	@Test
	void withoutTimesAMemberIsKnownToBeAliveWhenTheGroupWasRead() {
		this.view.refresh();
		this.view.refresh();
		GroupView view = this.view.fresh();
		assertThat(view.updatedTime("a")).contains(view.asOf());
		assertThat(view.member("a").orElseThrow().updatedAt()).isEqualTo(Instant.EPOCH);
	}

	@Test
	void theReaderIsClosedWithTheView() {
		this.view.refresh();
		assertThat(this.open).hasValue(1);
		this.view.close();
		assertThat(this.open).hasValue(0);
		try (LiveViews views = new LiveViews(driver(), Duration.ofSeconds(1), Clock.systemUTC(), List.of())) {
			views.of("group").get();
			assertThat(this.open).hasValue(1);
			views.left("group");
			assertThat(this.open).hasValue(0);
			views.of("group").get();
		}
		assertThat(this.open).hasValue(0);
	}

}
