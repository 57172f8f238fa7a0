package io.servicegroup.tooz.etcd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.servicegroup.tooz.AccessDeniedException;

/**
 * Sends the heartbeats of a member. A heartbeat that has read the entries lets the later
 * ones only compare revisions, as long as the connection is the same.
 */
final class EtcdHeartbeat {

	/** The operations that read a group. */
	private static final int READS = 2;

	private final EtcdClient client;

	private final String memberId;

	private final EtcdLease lease;

	/** The memberships that the last heartbeat has found, empty if it has not. */
	private Map<String, byte[]> found = Map.of();

	/** True as long as the entries are those that were found. */
	private List<Map<String, ?>> comparisons = List.of();

	/** The lease of the entries that were found. */
	private long foundLease;

	/** The number of lost connections before the entries were found. */
	private long connectionLosses;

	EtcdHeartbeat(EtcdClient client, String memberId, EtcdLease lease) {
		this.client = client;
		this.memberId = memberId;
		this.lease = lease;
	}

	/**
	 * Renews the lease and checks the entries, in parallel.
	 * @param memberships the groups, at least one, with the packed capabilities
	 * @return the groups in which the member is not registered, has other capabilities,
	 * or another process holds the member id; a join tells which
	 */
	Set<String> send(Map<String, byte[]> memberships) {
		if (isComparable(memberships) && isUnchanged() && isComparable(memberships)) {
			return Set.of();
		}
		this.found = Map.of();
		long losses = this.client.connectionLosses();
		Map<String, EtcdEntry> entries = readRenewing(List.copyOf(memberships.keySet()));
		Set<String> lost = new LinkedHashSet<>();
		List<Map<String, ?>> same = new ArrayList<>();
		memberships.forEach((group, capabilities) -> {
			EtcdEntry own = entries.get(group);
			if (own != null && isRegistered(own, capabilities)) {
				same.add(EtcdCompare.exists(EtcdKeys.group(group)));
				same.add(EtcdCompare.writtenIn(EtcdKeys.member(group, this.memberId), own.modRevision()));
			}
			else {
				lost.add(group);
			}
		});
		// The gateway's connections come and go unnoticed.
		if (lost.isEmpty() && this.client.isByGrpc()) {
			this.found = Map.copyOf(memberships);
			this.comparisons = same;
			this.foundLease = this.lease.id();
			this.connectionLosses = losses;
		}
		return lost;
	}

	/**
	 * Returns whether revisions may be compared for these memberships. Within the same
	 * data, a revision stands for the value that was read with it. An unbroken connection
	 * and the lease show that the data is the same.
	 */
	private boolean isComparable(Map<String, byte[]> memberships) {
		return this.found.equals(memberships) && this.foundLease == this.lease.id()
				&& this.connectionLosses == this.client.connectionLosses();
	}

	/**
	 * Renews the lease, and compares revisions in the server, in parallel. The renewal is
	 * sent last: it is made in no time, and goes in the packet of the comparison.
	 */
	private boolean isUnchanged() {
		List<Supplier<EtcdCall<Boolean>>> requests = new ArrayList<>();
		// The read, which does not happen, makes etcd wait until it has the newest state.
		Map<String, ?> read = EtcdTxn.read(EtcdKeys.group(this.found.keySet().iterator().next()));
		EtcdTxn.parts(this.comparisons, EtcdTxn.MAX_OPERATIONS)
			.forEach((part) -> requests
				.add(() -> this.client.send(EtcdClient.TXN, EtcdTxn.when(part).otherwise(read).body())
					.map(EtcdAnswer::succeeded)));
		requests.add(this.lease::sendKeepAlive);
		try {
			return !this.client.inParallel(requests).contains(false);
		}
		catch (AccessDeniedException ex) {
			return false;
		}
	}

	/**
	 * Renews the lease if there is one, and reads the entries of this member. The result
	 * lacks the groups that do not exist or may not be read: the caller joins a lost
	 * group, which fails with the reason.
	 */
	private Map<String, EtcdEntry> readRenewing(List<String> groups) {
		List<Supplier<EtcdCall<Map<String, EtcdEntry>>>> requests = new ArrayList<>();
		if (this.lease.id() != 0) {
			requests.add(() -> this.lease.sendKeepAlive().map((kept) -> Map.of()));
		}
		EtcdTxn.parts(groups, EtcdTxn.MAX_OPERATIONS / READS).forEach((part) -> requests.add(() -> read(part)));
		Map<String, EtcdEntry> entries = new HashMap<>();
		try {
			this.client.inParallel(requests).forEach(entries::putAll);
		}
		catch (AccessDeniedException ex) {
			// One denied key fails a whole transaction. The lease is renewed by now.
			groups.forEach((group) -> entries.putAll(readIfAllowed(group)));
		}
		return entries;
	}

	private Map<String, EtcdEntry> readIfAllowed(String group) {
		try {
			return read(List.of(group)).await();
		}
		catch (AccessDeniedException ex) {
			return Map.of();
		}
	}

	private EtcdCall<Map<String, EtcdEntry>> read(List<String> groups) {
		List<Map<String, ?>> reads = new ArrayList<>();
		for (String group : groups) {
			reads.add(EtcdTxn.read(EtcdKeys.group(group)));
			reads.add(EtcdTxn.read(EtcdKeys.member(group, this.memberId)));
		}
		return this.client.send(EtcdClient.TXN, EtcdTxn.always(reads).body()).map((answer) -> {
			Map<String, EtcdEntry> entries = new HashMap<>();
			for (int i = 0; i < groups.size(); i++) {
				EtcdEntry own = answer.part(READS * i + 1).entry();
				if (own != null && answer.part(READS * i).entry() != null) {
					entries.put(groups.get(i), own);
				}
			}
			return entries;
		});
	}

	/**
	 * Returns whether this member is registered with the given capabilities. An entry
	 * with an earlier lease expires.
	 */
	private boolean isRegistered(EtcdEntry own, byte[] capabilities) {
		return own.lease() != 0 && this.lease.owns(own) && Arrays.equals(own.value(), capabilities);
	}

}
