package io.servicegroup.fire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.Heart;
import io.servicegroup.tooz.ToozError;

/**
 * Takes the lock, writes to the register, gives the lock back, and so on, in a process of
 * its own. It writes without asking whether the lock is still its own: to refuse it is
 * the register's part. Arguments: URL, member, lock, the register's port. Lives as long
 * as the register.
 */
public final class FireWorker {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final Socket register;

	private final BufferedReader answers;

	private FireWorker(int port, String member) throws IOException {
		this.register = new Socket(InetAddress.getLoopbackAddress(), port);
		this.register.setTcpNoDelay(true);
		this.answers = new BufferedReader(
				new InputStreamReader(this.register.getInputStream(), StandardCharsets.US_ASCII));
		send(member);
	}

	public static void main(String[] args) throws IOException {
		Coordinator coordinator = Coordinators.get(args[0], args[1]);
		coordinator.start();
		new Heart("heart", coordinator::heartbeat, () -> coordinator.shortestTimeout().dividedBy(3)).start();
		DistributedLock lock = coordinator.getLock(args[2]);
		boolean fenced = coordinator.features().contains(Feature.FENCING);
		FireWorker worker = new FireWorker(Integer.parseInt(args[3]), args[1]);
		while (worker.ask("TRY")) {
			attempt(() -> {
				if (lock.acquire(PATIENCE)) {
					worker.hold(fenced ? Long.toString(lock.fencingToken()) : "-");
				}
			});
			attempt(lock::release);
		}
	}

	private static void attempt(Runnable step) {
		try {
			step.run();
		}
		catch (ToozError ex) {
			System.out.println(ex);
		}
	}

	private void hold(String token) {
		if (ask("ENTER " + token)) {
			ask("WRITE");
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000, 200_000_000));
			ask("WRITE");
		}
		ask("LEAVE");
	}

	private boolean ask(String question) {
		try {
			send(question);
			String answer = this.answers.readLine();
			if (answer != null) {
				return answer.equals("OK");
			}
		}
		catch (IOException ex) {
			// The register is gone.
		}
		Runtime.getRuntime().halt(0);
		return false;
	}

	private void send(String line) throws IOException {
		this.register.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
	}

}
