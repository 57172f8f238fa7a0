package io.servicegroup.ways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.concurrent.BackgroundLoop;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.ways.Trace.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces an application with a real Redis, and checks that docs/how-it-works.md lists
 * exactly the files that a heartbeat, a change, an election and a lock renewal enter.
 */
class HowItWorksTests extends StoreFixture {

	private static final String ROUND = BackgroundLoop.class.getName() + ".runOnce";

	private static final String NOTIFY = AsyncListener.class.getName() + ".enqueue";

	private static final String DELIVERY = AsyncListener.class.getName() + ".deliverQueued";

	private static final String PUSH = "io.servicegroup.tooz.redis.RedisWatches.message";

	private static final String ELECTION = "io.servicegroup.membership.LeadershipEventPublisher.publishElected";

	private static final String RENEWAL = "io.servicegroup.tooz.coordination.LockManager.renew";

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Events events = new Events();

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@AfterEach
	void endTrace() {
		Trace.end();
	}

	/** The poll is rare, so that only a push makes the application read the group. */
	private void withApplication(boolean candidate, Consumer<ApplicationContext> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withBean(Events.class, () -> this.events)
			.withPropertyValues("servicegroup.tooz-url=" + url(), "servicegroup.group=web", "servicegroup.member-id=a",
					"servicegroup.poll-interval=60s", "servicegroup.leader-election.enabled=" + candidate)
			.run((context) -> {
				within(SOON).until(() -> context.getBean(ServiceGroupAPI.class).view("web").isUp("a"));
				test.accept(context);
			});
	}

	@Test
	void aHeartbeat() {
		withApplication(false, (context) -> {
			Trace.begin();
			assertWay("A heartbeat", 8, calls(() -> Trace.within("servicegroup-heart", ROUND, ROUND)));
		});
	}

	@Test
	void aChange() {
		withApplication(false, (context) -> {
			try (Coordinator other = Coordinators.get(url(), "b")) {
				other.start();
				Trace.begin();
				other.joinGroup("web", Map.of("port", 8080));
				within(SOON).until(() -> this.events.hasJoined("b"));
				List<Call> calls = calls(() -> Trace.within("lettuce", PUSH, PUSH));
				calls.addAll(calls(() -> Trace.within("servicegroup-views", ROUND, NOTIFY)));
				calls.addAll(calls(() -> Trace.within("servicegroup-listener", DELIVERY, DELIVERY)));
				assertWay("A change", 14, calls);
			}
		});
	}

	@Test
	void anElection() {
		withApplication(true, (context) -> {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			within(SOON).until(() -> this.events.elections() == 1);
			api.resign("web");
			// The resignation is over, and its release is not part of an election.
			Trace.begin();
			within(SOON).until(() -> this.events.elections() == 2);
			List<Call> calls = calls(() -> Trace.within("servicegroup-elector", ROUND, ELECTION));
			calls.addAll(calls(() -> Trace.within("servicegroup-listener", DELIVERY, DELIVERY)));
			assertWay("An election", 9, calls);
		});
	}

	@Test
	void aLockRenewal() {
		withApplication(false, (context) -> {
			context.getBean(DistributedLocks.class).getLock("invoices").acquire();
			Trace.begin();
			assertWay("A lock renewal", 6, calls(() -> Trace.within("servicegroup-heart", RENEWAL, Trace.COMMAND)));
		});
	}

	private List<Call> calls(Supplier<List<Call>> trace) {
		within(SOON).until(() -> !trace.get().isEmpty());
		return new ArrayList<>(trace.get());
	}

	private static void assertWay(String title, int limit, List<Call> calls) {
		Trace.end();
		Way way = Way.of(calls);
		String section = section(title);
		String[] parts = section.split("\nHelpers: ", 2);
		assertThat(parts).as(title).hasSize(2);
		assertThat(names("(?m)^\\| `(\\w+)` \\|", parts[0])).as(title)
			.containsExactlyInAnyOrderElementsOf(way.passing());
		assertThat(names("`(\\w+)`", parts[1])).as("Helpers of " + title)
			.containsExactlyInAnyOrderElementsOf(way.helping());
		assertThat(way.passing()).as(title).hasSizeLessThanOrEqualTo(limit);
		assertThat(names(">([A-Z]\\w+)</text>", picture(section))).as("picture of " + title)
			.containsAll(way.passing())
			.allMatch((name) -> way.passing().contains(name) || name.equals("Redis"));
	}

	private static String section(String title) {
		Matcher section = Pattern.compile("(?s)\n## " + title + "\n(.*?)(\n## |$)").matcher(read("how-it-works.md"));
		assertThat(section.find()).as(title).isTrue();
		return section.group(1);
	}

	private static String picture(String section) {
		return read(names("\\((images/way-[a-z-]+\\.svg)\\)", section).get(0));
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of("../docs", file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> names(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((MatchResult name) -> name.group(1)).toList();
	}

	static class Events {

		private final List<Object> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void onJoined(MemberJoinedEvent event) {
			this.seen.add(event);
		}

		@EventListener
		void onElected(LeaderElectedEvent event) {
			this.seen.add(event);
		}

		boolean hasJoined(String member) {
			return this.seen.stream()
				.anyMatch((event) -> event instanceof MemberJoinedEvent joined && joined.member().id().equals(member));
		}

		long elections() {
			return this.seen.stream().filter(LeaderElectedEvent.class::isInstance).count();
		}

	}

}
