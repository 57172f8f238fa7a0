package io.servicegroup.livemigration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Migrates six processes by rolling restarts; one is killed half-way. Meanwhile two
 * applications ask every 50 ms which members are up. No live member is ever reported as
 * down, and no event is lost or delivered twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MigrationContract {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** Limit of steps that take less than a second on an idle machine. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String GROUP = "migration";

	private static final String VICTIM = "m5";

	private final List<String> ids = IntStream.range(0, 6).mapToObj((i) -> "m" + i).toList();

	private final GroundTruth truth = new GroundTruth();

	private final Map<String, LocalProcess> processes = new LinkedHashMap<>();

	private final List<MigrationObserver> observers = new ArrayList<>();

	private final List<AutoCloseable> servers = new ArrayList<>();

	private int restarts;

	<T extends AutoCloseable> T opened(T server) {
		this.servers.add(server);
		return server;
	}

	/** The URL of the migration's source. */
	abstract String from();

	/** The URL of the migration's target. */
	abstract String to();

	@BeforeEach
	void startObservers() {
		this.observers.add(new MigrationObserver("w0", GROUP, this.ids, this.truth));
		this.observers.add(new MigrationObserver("w1", GROUP, this.ids, this.truth));
	}

	@AfterEach
	void closeAll() {
		this.observers.forEach(MigrationObserver::close);
		this.processes.values().forEach(LocalProcess::close);
	}

	@AfterAll
	void closeServers() throws Exception {
		MigrationUrls.closePools();
		for (AutoCloseable server : this.servers) {
			server.close();
		}
	}

	@Test
	void observersSeeNoFalseDownAndNoWrongEvent() {
		MigrationUrls source = MigrationUrls.only(from());
		MigrationUrls both = new MigrationUrls(to(), from());
		MigrationUrls target = MigrationUrls.only(to());
		this.observers.forEach((observer) -> observer.restart(source));
		this.ids.forEach((id) -> launch(id, source));
		this.ids.forEach(this::awaitUp);
		this.ids.subList(0, 3).forEach((id) -> restart(id, both));
		restartObserver(0, both);
		this.ids.subList(3, 6).forEach((id) -> restart(id, both));
		Duration detection = kill(both);
		restartObserver(1, both);
		this.ids.subList(0, 3).forEach((id) -> restart(id, target));
		restartObserver(0, target);
		this.ids.subList(3, 6).forEach((id) -> restart(id, target));
		restartObserver(1, target);
		awaitAllEvents();
		this.observers.forEach(MigrationObserver::close);
		report(detection);
	}

	private void report(Duration detection) {
		List<String> falseDowns = all(MigrationObserver::falseDowns);
		List<String> unanswered = all(MigrationObserver::unanswered);
		List<String> wrongEvents = all(MigrationObserver::wrongEvents);
		int answers = this.observers.stream().mapToInt(MigrationObserver::answers).sum();
		System.out.printf("[migration] %s: %d processes, %d restarts, 1 killed (seen after %d ms), %d answers to 2 "
				+ "observers, %d of them unavailable: %d false downs, %d duplicate, lost or unexpected " + "events%n",
				getClass().getSimpleName(), this.ids.size(), this.restarts, detection.toMillis(), answers,
				unanswered.size(), falseDowns.size(), wrongEvents.size());
		assertThat(falseDowns).isEmpty();
		assertThat(wrongEvents).isEmpty();
		assertThat(detection).isLessThanOrEqualTo(TIMEOUT.plusSeconds(2));
		// Zero, unless the machine is so busy that calls to a store time out.
		assertThat(unanswered).hasSizeLessThan(answers / 10);
	}

	private List<String> all(Function<MigrationObserver, List<String>> what) {
		return this.observers.stream().flatMap((observer) -> what.apply(observer).stream()).toList();
	}

	private void start(String id, MigrationUrls urls) {
		launch(id, urls);
		awaitUp(id);
	}

	private void launch(String id, MigrationUrls urls) {
		this.truth.joins(id);
		LocalProcess process = new LocalProcess(
				SmallJvm.command(MigrationWorker.class, GROUP, id, urls.to(), urls.from()))
			.start();
		this.processes.put(id, process);
	}

	private void awaitUp(String id) {
		LocalProcess process = this.processes.get(id);
		within(LIMIT).untilAsserted(
				() -> assertThat(this.observers).as(() -> "joined: " + id + ", whose output is: " + process.output())
					.allMatch((observer) -> observer.seesUp(id)));
		this.truth.isUp(id);
	}

	private void restart(String id, MigrationUrls urls) {
		this.restarts++;
		this.truth.leaves(id);
		LocalProcess process = this.processes.get(id);
		process.terminate();
		within(LIMIT).untilAsserted(
				() -> assertThat(this.observers).as("left: " + id).noneMatch((observer) -> observer.seesUp(id)));
		within(LIMIT).until(() -> !process.isAlive());
		start(id, urls);
	}

	/**
	 * Kills one process half-way through the migration, starts it again with the same
	 * settings, and returns how long its members took to notice.
	 */
	private Duration kill(MigrationUrls urls) {
		this.truth.leaves(VICTIM);
		long start = System.nanoTime();
		this.processes.get(VICTIM).kill();
		within(TIMEOUT.multipliedBy(2))
			.until(() -> this.observers.stream().noneMatch((observer) -> observer.seesUp(VICTIM)));
		Duration detection = Duration.ofNanos(System.nanoTime() - start);
		start(VICTIM, urls);
		return detection;
	}

	private void restartObserver(int index, MigrationUrls urls) {
		awaitAllEvents();
		this.observers.get(index).restart(urls);
		awaitAllEvents();
	}

	private void awaitAllEvents() {
		within(LIMIT).until(() -> this.observers.stream().allMatch(MigrationObserver::hasReceivedAll));
	}

	private static ConditionFactory within(Duration limit) {
		return await().atMost(limit).pollInterval(Duration.ofMillis(20));
	}

}
