package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Observes the group from this JVM, without being a member.
 */
final class LocalObserver implements GroupObserver, AutoCloseable {

	private final String name;

	private final String group;

	private final LiveServiceGroupAPI api;

	private final ObservationRecorder recorder;

	private final List<Observation> observations = new CopyOnWriteArrayList<>();

	LocalObserver(String name, String url, String group, Duration poll) {
		this.name = name;
		this.group = group;
		this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), name), null, poll,
				List.of());
		this.api.start();
		this.recorder = new ObservationRecorder(this.api, group, this.observations::add);
		this.recorder.start();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<Observation> observations() {
		return this.observations;
	}

	LiveServiceGroupAPI api() {
		return this.api;
	}

	GroupView view() {
		return this.api.view(this.group);
	}

	/**
	 * Reads the members and their versions from the store; returns none if the store is
	 * unavailable.
	 */
	Map<String, String> read() {
		try {
			return this.api.read(this.group)
				.members()
				.stream()
				.collect(Collectors.toMap(Member::id, ObservationRecorder::version));
		}
		catch (ServiceGroupException ex) {
			return Map.of();
		}
	}

	@Override
	public void close() {
		this.recorder.close();
		this.api.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
