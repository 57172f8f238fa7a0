package io.servicegroup.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;

/**
 * A {@link FaultMember} in its own process, which can be killed and frozen. It also
 * observes the group.
 */
final class MemberProcess implements GroupObserver, AutoCloseable {

	private final String name;

	private final LocalProcess process;

	private int version;

	private int parsed;

	private List<Observation> observations = List.of();

	MemberProcess(String name, String url, String group, List<String> launcher) {
		this.name = name;
		List<String> command = new ArrayList<>(launcher);
		command.addAll(SmallJvm.command(FaultMember.class, url, name, group));
		this.process = new LocalProcess(command).start();
	}

	@Override
	public String name() {
		return this.name;
	}

	LocalProcess process() {
		return this.process;
	}

	/** Makes the member increase the version in its capabilities. */
	void update() {
		this.version++;
		send(Integer.toString(this.version));
	}

	/** Sends a line to the process's input. */
	void send(String line) {
		try {
			this.process.process().getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
			this.process.process().getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the version that the capabilities should have. */
	String version() {
		return Integer.toString(this.version);
	}

	@Override
	public List<Observation> observations() {
		String output = this.process.output();
		// The last line may be incomplete.
		int end = output.lastIndexOf('\n') + 1;
		if (end != this.parsed) {
			this.parsed = end;
			this.observations = output.substring(0, end)
				.lines()
				.filter((line) -> line.startsWith(Observation.PREFIX))
				.map(Observation::parse)
				.toList();
		}
		return this.observations;
	}

	/** Whether its view is stale, by its latest output. */
	boolean isStale() {
		return observations().stream()
			.filter((one) -> one.kind() == Observation.Kind.STALE || one.kind() == Observation.Kind.FRESH)
			.reduce((first, second) -> second)
			.filter((last) -> last.kind() == Observation.Kind.STALE)
			.isPresent();
	}

	@Override
	public void close() {
		this.process.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
