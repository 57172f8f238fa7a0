package io.servicegroup.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;

/**
 * A {@link FaultMember}, to be killed and frozen. It follows the group, too.
 */
final class MemberProcess implements Observing, AutoCloseable {

	private final String name;

	private final LocalProcess process;

	private int version;

	private int parsed;

	private List<Sighting> sightings = List.of();

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

	/** Has it raise the version in its capabilities, which it is to have from now on. */
	void update() {
		this.version++;
		tell(Integer.toString(this.version));
	}

	/** A line of its input. */
	void tell(String line) {
		try {
			this.process.process().getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
			this.process.process().getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The version that it was last told. */
	String version() {
		return Integer.toString(this.version);
	}

	@Override
	public List<Sighting> sightings() {
		String output = this.process.output();
		// A line that is just being written is not read yet.
		int end = output.lastIndexOf('\n') + 1;
		if (end != this.parsed) {
			this.parsed = end;
			this.sightings = output.substring(0, end)
				.lines()
				.filter((line) -> line.startsWith(Sighting.MARK))
				.map(Sighting::parse)
				.toList();
		}
		return this.sightings;
	}

	/** Whether its view was, when it last told. */
	boolean isStale() {
		return sightings().stream()
			.filter((one) -> one.kind() == Sighting.Kind.STALE || one.kind() == Sighting.Kind.FRESH)
			.reduce((first, second) -> second)
			.filter((last) -> last.kind() == Sighting.Kind.STALE)
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
