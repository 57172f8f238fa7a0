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
 * Follows the group in this JVM, without being a member.
 */
final class Observer implements Observing, AutoCloseable {

	private final String name;

	private final String group;

	private final LiveServiceGroupAPI api;

	private final Witness witness;

	private final List<Sighting> sightings = new CopyOnWriteArrayList<>();

	Observer(String name, String url, String group, Duration poll) {
		this.name = name;
		this.group = group;
		this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), name), null, poll,
				List.of());
		this.api.start();
		this.witness = new Witness(this.api, group, this.sightings::add);
		this.witness.start();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<Sighting> sightings() {
		return this.sightings;
	}

	LiveServiceGroupAPI api() {
		return this.api;
	}

	GroupView view() {
		return this.api.view(this.group);
	}

	/** The members and their versions as the store lists them now; none if it is away. */
	Map<String, String> read() {
		try {
			return this.api.read(this.group).members().stream().collect(Collectors.toMap(Member::id, Witness::version));
		}
		catch (ServiceGroupException ex) {
			return Map.of();
		}
	}

	@Override
	public void close() {
		this.witness.close();
		this.api.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
