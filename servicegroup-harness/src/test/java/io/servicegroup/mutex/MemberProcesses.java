package io.servicegroup.mutex;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.servicegroup.faults.FaultBackend;
import io.servicegroup.faults.StrainedWorker;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes; kills and pauses them, and causes faults of their store. Used by
 * one thread.
 */
final class MemberProcesses implements AutoCloseable {

	private static final int WORKERS_PER_LANGUAGE = 4;

	/**
	 * Limit of workers that are paused at the same time, so that enough others compete.
	 */
	private static final int MAX_PAUSED = 3;

	private final Map<String, LocalProcess> workers = new LinkedHashMap<>();

	/** The paused workers, and when each is resumed. */
	private final Map<String, Long> paused = new LinkedHashMap<>();

	private final MutexChecker checker;

	private final Duration timeout;

	private final Random random;

	private final StoreFaults storeFaults;

	private final MutexKind kind;

	private @Nullable StrainedWorker strained;

	MemberProcesses(StoreServer server, MutexKind kind, MutexChecker checker, Duration timeout, Random random) {
		this.kind = kind;
		this.storeFaults = new StoreFaults(server, (kind == MutexKind.LOCK) ? "fire" : "leader_of_fire", checker,
				timeout, random);
		this.checker = checker;
		this.timeout = timeout;
		this.random = random;
	}

	void start(String url, int registerPort) {
		String port = Integer.toString(registerPort);
		for (int i = 1; i <= WORKERS_PER_LANGUAGE; i++) {
			if (this.kind == MutexKind.LOCK) {
				addJava(FireWorker.class, url, "java" + i, port);
				String python = "python" + i;
				add(python, List.of("/usr/bin/python3", script().toString(), this.storeFaults.url(python, url), python,
						"fire", port));
			}
			else {
				addJava(FireLeader.class, url, "java" + i, port);
			}
		}
	}

	/** Starts one more Java worker, in whose JVM no threads can be started at times. */
	void startStrained(FaultBackend backend, StoreServer server, String url, int registerPort) {
		this.strained = new StrainedWorker(backend, server,
				(this.kind == MutexKind.LOCK) ? FireWorker.class : FireLeader.class,
				List.of(url, "java-" + StrainedWorker.NAME, "fire", Integer.toString(registerPort)));
		this.storeFaults.add(this.strained);
	}

	private void addJava(Class<?> main, String url, String name, String port) {
		add(name, SmallJvm.command(main, this.storeFaults.url(name, url), name, "fire", port));
	}

	private void add(String name, List<String> command) {
		this.workers.put(name, new LocalProcess(command).start());
	}

	/** Copies the script to a file, because Python cannot read it from a jar. */
	private static Path script() {
		try (InputStream script = MemberProcesses.class.getResourceAsStream("/fire_worker.py")) {
			Path copy = Files.createTempFile("fire_worker-", ".py");
			copy.toFile().deleteOnExit();
			Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
			return copy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int size() {
		return this.workers.size() + ((this.strained != null) ? 1 : 0);
	}

	/**
	 * Kills a worker, pauses it for 0.2 to 3 timeouts, or, every other time, injects a
	 * fault of the store or of the worker's network, if any apply. Every other time it
	 * chooses a holder, if there is one.
	 */
	void injectFault() {
		List<String> awake = new ArrayList<>(this.workers.keySet());
		awake.removeAll(this.paused.keySet());
		List<String> holders = this.checker.holders();
		holders.retainAll(awake);
		List<String> targets = (this.random.nextBoolean() && !holders.isEmpty()) ? holders : awake;
		String target = targets.get(this.random.nextInt(targets.size()));
		if (this.storeFaults.apply() && this.random.nextBoolean()) {
			this.storeFaults.inject(target);
		}
		else if (this.random.nextInt(4) == 0) {
			kill(target);
		}
		else if (this.paused.size() < MAX_PAUSED) {
			pause(target);
		}
	}

	private void kill(String name) {
		this.checker.killed(name);
		LocalProcess process = this.workers.get(name);
		process.kill();
		this.storeFaults.end(name);
		process.start();
	}

	private void pause(String name) {
		this.checker.paused(name);
		this.workers.get(name).pause();
		double timeouts = this.random.nextDouble(0.2, 3);
		this.paused.put(name, System.nanoTime() + (long) (this.timeout.toNanos() * timeouts));
	}

	/** Resumes the workers whose pause is over, and ends the faults of the store. */
	void resumeDue() {
		this.storeFaults.endDue();
		resumeUntil(System.nanoTime());
	}

	void resumeAll() {
		resumeUntil(Long.MAX_VALUE);
		this.storeFaults.endAll();
	}

	private void resumeUntil(long moment) {
		this.paused.entrySet().removeIf((entry) -> {
			boolean due = entry.getValue() <= moment;
			if (due) {
				this.workers.get(entry.getKey()).resume();
				this.checker.resumed(entry.getKey());
			}
			return due;
		});
	}

	/** Records a violation for each worker that ended without being killed. */
	void report() {
		this.workers.forEach((name, process) -> {
			if (!process.isAlive()) {
				this.checker.violation(name + " ended by itself: " + process.output());
			}
		});
		if (this.strained != null && !this.strained.isAlive()) {
			this.checker.violation(StrainedWorker.NAME + " ended by itself: " + this.strained.output());
		}
	}

	@Override
	public void close() {
		this.workers.values().forEach(LocalProcess::close);
		if (this.strained != null) {
			this.strained.close();
		}
		this.storeFaults.close();
	}

}
