package io.servicegroup.tooz.coordination;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.coordination.ManagedCoordinator.GroupReading;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.RecordGeneration;

/**
 * Reads groups for a coordinator: checks that absent members may be believed absent, and
 * decodes the records. Thread-safe.
 */
final class GroupReads {

	private final Function<String, Backend> backends;

	private final AbsenceCheck absences = new AbsenceCheck();

	private final MemberDecoder decoder;

	private final MemberListings listings;

	/**
	 * Creates the reads.
	 * @param backends returns the connected backend for a group
	 * @param timed whether the times of members come from the store
	 */
	GroupReads(Function<String, Backend> backends, boolean timed) {
		this.backends = backends;
		this.decoder = new MemberDecoder(timed, Capabilities::decode);
		this.listings = new MemberListings(this.decoder);
	}

	Set<String> ids(String group) {
		Backend backend = this.backends.apply(group);
		Set<String> ids = backend.memberIds(group);
		this.absences.check(group, ids, backend);
		return ids;
	}

	Map<String, MemberInfo> members(String group) {
		Backend backend = this.backends.apply(group);
		Map<String, StoredMember> stored = backend.members(group);
		this.absences.check(group, stored.keySet(), backend);
		return this.listings.decode(group, stored);
	}

	GroupReading read(String group) {
		Backend backend = this.backends.apply(group);
		StoredGroup stored = backend.read(group);
		this.absences.check(group, stored.members().keySet(), backend);
		return new GroupReading(this.listings.decode(group, stored.members()), stored.annotations());
	}

	/** Reads the annotations without those of this library. */
	Map<String, String> annotations(String group) {
		Map<String, String> annotations = new TreeMap<>(this.backends.apply(group).annotations().read(group));
		annotations.keySet().removeIf((key) -> key.startsWith(RecordGeneration.KEY));
		return annotations;
	}

	DecodingReader reader(String group) {
		return new DecodingReader(group, this.backends, this.absences, this.decoder);
	}

}
