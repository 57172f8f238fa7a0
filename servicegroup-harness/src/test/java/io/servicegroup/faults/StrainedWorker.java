package io.servicegroup.faults;

import java.util.List;

import io.servicegroup.tck.servers.StoreServer;

/**
 * A member in whose JVM no thread can be started for some seconds, again and again, while
 * it does other work. Used by one thread at a time.
 */
public final class StrainedWorker implements AutoCloseable {

	public static final String NAME = "strained";

	private final FaultEnvironment environment;

	private final MemberProcess member;

	/**
	 * Starts the member's process.
	 * @param work the main class of the work
	 */
	public StrainedWorker(FaultBackend backend, StoreServer server, Class<?> work, List<String> arguments) {
		this.environment = new FaultEnvironment(backend, server, true, 0);
		this.member = ErrorsFault.THREADS.strained(this.environment);
		this.member.send("run " + work.getName() + " " + String.join(" ", arguments));
	}

	/** Whether a backend has groups, and such a process can use it. */
	public static boolean isApplicable(FaultBackend backend) {
		return backend.hasGroups() && ErrorsFault.THREADS.notApplicableReason(backend).isEmpty();
	}

	/**
	 * Strains it, changes its group meanwhile, and returns the violations: what it has
	 * missed a heartbeat and a second afterwards.
	 */
	public List<String> strain() {
		return FaultMatrix.inject(ErrorsFault.THREADS, this.environment).violations();
	}

	public boolean isAlive() {
		return this.member.process().isAlive();
	}

	public String output() {
		return this.member.process().output();
	}

	@Override
	public void close() {
		this.environment.close();
	}

}
