package io.servicegroup.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.servicegroup.tck.servers.StoreFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application under load receives SIGTERM. Observers see it leave before it refuses
 * the first request, and do not see it again.
 */
class ShutdownTests {

	private static final String GROUP = "web";

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	/** The default poll interval, for the member and the observer. */
	private static final Duration POLL = Duration.ofSeconds(1);

	/** When the observer received its events, as {@link System#nanoTime}. */
	private final List<Long> joined = new CopyOnWriteArrayList<>();

	private final List<Long> left = new CopyOnWriteArrayList<>();

	@Tag("long")
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "ZOOKEEPER", "REDIS" })
	void observersOfAnotherStoreSeeItLeaveBeforeItRefusesARequest(SoakBackend backend) throws Exception {
		observersSeeItLeaveBeforeItRefusesARequest(backend);
	}

	@ParameterizedTest
	@EnumSource(names = { "ZOOKEEPER", "REDIS" })
	void observersSeeItLeaveBeforeItRefusesARequest(SoakBackend backend) throws Exception {
		int port = LocalProcess.freePort();
		try (StoreServer server = backend.start();
				LocalProcess member = member(server, port);
				LiveServiceGroupAPI observer = observer(server)) {
			within(Duration.ofSeconds(60)).until(() -> this.joined.size() == 1);
			try (Load load = new Load("http://127.0.0.1:" + port + "/actuator/info")) {
				within(Duration.ofSeconds(20)).until(() -> load.answers() > 50);
				member.terminate();
				within(Duration.ofSeconds(20)).until(load::isRefused);
				within(Duration.ofSeconds(20)).until(() -> !this.left.isEmpty());
				System.out.printf("%s: left event %d ms before the first refused request, after %d responses%n",
						backend, (load.refusedAt() - this.left.get(0)) / 1_000_000, load.answers());
				assertThat(this.left.get(0)).as("time of the left event").isLessThan(load.refusedAt());
			}
			assertThatItStaysGone(observer);
		}
	}

	private void assertThatItStaysGone(LiveServiceGroupAPI observer) {
		within(Duration.ofSeconds(20)).during(TIMEOUT.multipliedBy(2))
			.until(() -> observer.read(GROUP).members().isEmpty() && this.joined.size() == 1 && this.left.size() == 1);
	}

	private static LocalProcess member(StoreServer server, int port) {
		return new LocalProcess(SmallJvm.command(WebMember.class, "--server.port=" + port,
				"--management.endpoints.web.exposure.include=info", "--servicegroup.group=" + GROUP,
				"--servicegroup.tooz-url=" + server.url("timeout=" + TIMEOUT.toSeconds())))
			.start();
	}

	private LiveServiceGroupAPI observer(StoreServer server) {
		LiveServiceGroupAPI observer = new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(server.url("timeout=4")), "observer"), null, POLL,
				List.of());
		observer.addListener(GROUP, (event) -> {
			if (event instanceof MemberJoinedEvent) {
				this.joined.add(System.nanoTime());
			}
			else if (event instanceof MemberLeftEvent) {
				this.left.add(System.nanoTime());
			}
		});
		return observer;
	}

}
