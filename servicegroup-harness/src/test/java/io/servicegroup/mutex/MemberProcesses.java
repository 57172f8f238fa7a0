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

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;

/**
 * The workers, and the blows that they get. Used by one thread.
 */
final class MemberProcesses implements AutoCloseable {

	private static final int HALF = 4;

	/** More at the same time would leave nobody to compete. */
	private static final int MOST_ASLEEP = 3;

	private final Map<String, LocalProcess> workers = new LinkedHashMap<>();

	/** The sleepers, and when each wakes. */
	private final Map<String, Long> asleep = new LinkedHashMap<>();

	private final Ledger ledger;

	private final Duration timeout;

	private final Random random;

	MemberProcesses(Ledger ledger, Duration timeout, Random random) {
		this.ledger = ledger;
		this.timeout = timeout;
		this.random = random;
	}

	void start(Prize prize, String url, int registerPort) {
		String port = Integer.toString(registerPort);
		for (int i = 1; i <= HALF; i++) {
			if (prize == Prize.LOCK) {
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

	/** A copy in a file, as Python reads no jars. */
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
	 * Kills one, or sends it to sleep for 0.2 to 3 timeouts: every other time a holder.
	 */
	void strike() {
		List<String> awake = new ArrayList<>(this.workers.keySet());
		awake.removeAll(this.asleep.keySet());
		List<String> holders = this.ledger.inside();
		holders.retainAll(awake);
		List<String> targets = (this.random.nextBoolean() && !holders.isEmpty()) ? holders : awake;
		String target = targets.get(this.random.nextInt(targets.size()));
		if (this.random.nextInt(4) == 0) {
			kill(target);
		}
		else if (this.asleep.size() < MOST_ASLEEP) {
			sleep(target);
		}
	}

	private void kill(String name) {
		this.ledger.dies(name);
		LocalProcess process = this.workers.get(name);
		process.kill();
		process.start();
	}

	private void sleep(String name) {
		this.ledger.sleeps(name);
		this.workers.get(name).pause();
		double timeouts = this.random.nextDouble(0.2, 3);
		this.asleep.put(name, System.nanoTime() + (long) (this.timeout.toNanos() * timeouts));
	}

	/** Wakes those whose time has come. */
	void wake() {
		wakeUntil(System.nanoTime());
	}

	void wakeAll() {
		wakeUntil(Long.MAX_VALUE);
	}

	private void wakeUntil(long moment) {
		this.asleep.entrySet().removeIf((sleeper) -> {
			boolean due = sleeper.getValue() <= moment;
			if (due) {
				this.workers.get(sleeper.getKey()).resume();
				this.ledger.wakes(sleeper.getKey());
			}
			return due;
		});
	}

	/** Those that ended without being killed. */
	void report() {
		this.workers.forEach((name, process) -> {
			if (!process.isAlive()) {
				this.ledger.violation(name + " ended by itself: " + process.output());
			}
		});
	}

	@Override
	public void close() {
		this.workers.values().forEach(LocalProcess::close);
	}

}
