package io.servicegroup.moves;

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
 * Six processes move house, one restart at a time and one of them killed half-way, while
 * two applications ask every 50 ms who is up: nobody is told that somebody is down who is
 * not, or told of anything twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MoveContract {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** For what takes a moment on a machine that has nothing else to do. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String GROUP = "house";

	private static final String VICTIM = "m5";

	private final List<String> ids = IntStream.range(0, 6).mapToObj((i) -> "m" + i).toList();

	private final GroundTruth truth = new GroundTruth();

	private final Map<String, LocalProcess> processes = new LinkedHashMap<>();

	private final List<Watcher> watchers = new ArrayList<>();

	private final List<AutoCloseable> servers = new ArrayList<>();

	private int restarts;

	<T extends AutoCloseable> T opened(T server) {
		this.servers.add(server);
		return server;
	}

	/** The place that they move from. */
	abstract String from();

	/** The place that they move to. */
	abstract String to();

	@BeforeEach
	void startWatchers() {
		this.watchers.add(new Watcher("w0", GROUP, this.ids, this.truth));
		this.watchers.add(new Watcher("w1", GROUP, this.ids, this.truth));
	}

	@AfterEach
	void closeAll() {
		this.watchers.forEach(Watcher::close);
		this.processes.values().forEach(LocalProcess::close);
	}

	@AfterAll
	void closeServers() throws Exception {
		Sides.closePools();
		for (AutoCloseable server : this.servers) {
			server.close();
		}
	}

	@Test
	void nobodyIsToldAFalsehood() {
		Sides old = Sides.only(from());
		Sides both = new Sides(to(), from());
		Sides only = Sides.only(to());
		this.watchers.forEach((watcher) -> watcher.restart(old));
		this.ids.forEach((id) -> start(id, old));
		this.ids.subList(0, 3).forEach((id) -> restart(id, both));
		watch(0, both);
		this.ids.subList(3, 6).forEach((id) -> restart(id, both));
		Duration gone = kill(both);
		watch(1, both);
		this.ids.subList(0, 3).forEach((id) -> restart(id, only));
		watch(0, only);
		this.ids.subList(3, 6).forEach((id) -> restart(id, only));
		watch(1, only);
		settle();
		this.watchers.forEach(Watcher::close);
		report(gone);
	}

	private void report(Duration gone) {
		List<String> falseDowns = all(Watcher::falseDowns);
		List<String> unanswered = all(Watcher::unanswered);
		List<String> wrongEvents = all(Watcher::wrongEvents);
		int answers = this.watchers.stream().mapToInt(Watcher::answers).sum();
		System.out.printf("[migration] %s: %d processes, %d restarts, 1 killed (seen after %d ms), %d answers to 2 "
				+ "observers, %d of them that it cannot be told now: %d false downs, %d duplicate, lost or needless "
				+ "events%n", getClass().getSimpleName(), this.ids.size(), this.restarts, gone.toMillis(), answers,
				unanswered.size(), falseDowns.size(), wrongEvents.size());
		assertThat(falseDowns).isEmpty();
		assertThat(wrongEvents).isEmpty();
		assertThat(gone).isLessThanOrEqualTo(TIMEOUT.plusSeconds(2));
		// None, unless the machine is so busy that a store misses its deadlines.
		assertThat(unanswered).hasSizeLessThan(answers / 10);
	}

	private List<String> all(Function<Watcher, List<String>> what) {
		return this.watchers.stream().flatMap((watcher) -> what.apply(watcher).stream()).toList();
	}

	private void start(String id, Sides sides) {
		this.truth.comes(id);
		LocalProcess process = new LocalProcess(
				SmallJvm.command(MovingWorker.class, GROUP, id, sides.to(), sides.from()))
			.start();
		this.processes.put(id, process);
		within(PATIENCE)
			.untilAsserted(() -> assertThat(this.watchers).as(() -> "come: " + id + ", which says: " + process.output())
				.allMatch((watcher) -> watcher.sees(id)));
		this.truth.isUp(id);
	}

	private void restart(String id, Sides sides) {
		this.restarts++;
		this.truth.goes(id);
		LocalProcess process = this.processes.get(id);
		process.terminate();
		within(PATIENCE)
			.untilAsserted(() -> assertThat(this.watchers).as("gone: " + id).noneMatch((watcher) -> watcher.sees(id)));
		within(PATIENCE).until(() -> !process.isAlive());
		start(id, sides);
	}

	/** With the others half-way, and starts it again as it was. */
	private Duration kill(Sides sides) {
		this.truth.goes(VICTIM);
		long begun = System.nanoTime();
		this.processes.get(VICTIM).kill();
		within(TIMEOUT.multipliedBy(2))
			.until(() -> this.watchers.stream().noneMatch((watcher) -> watcher.sees(VICTIM)));
		Duration gone = Duration.ofNanos(System.nanoTime() - begun);
		start(VICTIM, sides);
		return gone;
	}

	private void watch(int watcher, Sides sides) {
		settle();
		this.watchers.get(watcher).restart(sides);
		settle();
	}

	private void settle() {
		within(PATIENCE).until(() -> this.watchers.stream().allMatch(Watcher::hasHeardAll));
	}

	private static ConditionFactory within(Duration limit) {
		return await().atMost(limit).pollInterval(Duration.ofMillis(20));
	}

}
