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

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;

/**
 * The worker processes; kills and pauses them, and ends their sessions in a database.
 * Used by one thread.
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

	private final StoreServer server;

	private final MutexChecker checker;

	private final Duration timeout;

	private final Random random;

	/** The name of the lock that they compete for. */
	private String lock = "";

	MemberProcesses(StoreServer server, MutexChecker checker, Duration timeout, Random random) {
		this.server = server;
		this.checker = checker;
		this.timeout = timeout;
		this.random = random;
	}

	void start(MutexKind kind, String url, int registerPort) {
		this.lock = (kind == MutexKind.LOCK) ? "fire" : "leader_of_fire";
		String port = Integer.toString(registerPort);
		for (int i = 1; i <= WORKERS_PER_LANGUAGE; i++) {
			if (kind == MutexKind.LOCK) {
				addJava(FireWorker.class, url, "java" + i, port);
				add("python" + i, List.of("/usr/bin/python3", script().toString(), url, "python" + i, "fire", port));
			}
			else {
				addJava(FireLeader.class, url, "java" + i, port);
			}
		}
	}

	private void addJava(Class<?> main, String url, String name, String port) {
		add(name, SmallJvm.command(main, url, name, "fire", port));
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
		return this.workers.size();
	}

	/**
	 * Ends the holder's session in a database, kills a worker, or pauses it for 0.2 to 3
	 * timeouts. Every other time it chooses a holder, if there is one.
	 */
	void injectFault() {
		if (this.server instanceof DatabaseServer database && this.random.nextInt(4) == 0) {
			this.checker.sessionEnds();
			database.endHolder(this.lock);
			this.checker.sessionEnded();
			return;
		}
		List<String> awake = new ArrayList<>(this.workers.keySet());
		awake.removeAll(this.paused.keySet());
		List<String> holders = this.checker.holders();
		holders.retainAll(awake);
		List<String> targets = (this.random.nextBoolean() && !holders.isEmpty()) ? holders : awake;
		String target = targets.get(this.random.nextInt(targets.size()));
		if (this.random.nextInt(4) == 0) {
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
		process.start();
	}

	private void pause(String name) {
		this.checker.paused(name);
		this.workers.get(name).pause();
		double timeouts = this.random.nextDouble(0.2, 3);
		this.paused.put(name, System.nanoTime() + (long) (this.timeout.toNanos() * timeouts));
	}

	/** Resumes the workers whose pause is over. */
	void resumeDue() {
		resumeUntil(System.nanoTime());
	}

	void resumeAll() {
		resumeUntil(Long.MAX_VALUE);
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
	}

	@Override
	public void close() {
		this.workers.values().forEach(LocalProcess::close);
	}

}
