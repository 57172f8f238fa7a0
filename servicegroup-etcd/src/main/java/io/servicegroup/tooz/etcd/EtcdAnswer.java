package io.servicegroup.tooz.etcd;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer of etcd, by gRPC or in the gateway's JSON: the fields of all its messages
 * that this project uses. Fields that an answer lacks are empty, 0 or false.
 */
final class EtcdAnswer {

	static final EtcdAnswer EMPTY = new EtcdAnswer();

	private Position position = Position.NONE;

	private final List<EtcdEntry> entries = new ArrayList<>(0);

	private final List<EtcdAnswer> parts = new ArrayList<>(0);

	/** The field that has number 2 in transactions, deletions and leases. */
	private long number;

	/** The field that has number 3 in leases and watches. */
	private long timeToLive;

	/** The field that has number 4 in ranges and watches. */
	private long count;

	private String token = "";

	private EtcdAnswer() {
	}

	/**
	 * Reads a message by gRPC. The numbers of the fields are those of etcd's
	 * {@code rpc.proto}. A field means the same in all messages, or this project does not
	 * use it, except the token of a login.
	 */
	static EtcdAnswer of(ProtoReader in, boolean login) {
		EtcdAnswer answer = new EtcdAnswer();
		while (in.hasNext()) {
			int tag = in.tag();
			switch (tag) {
				case (1 << 3) | 2 -> answer.position = Position.of(in.message());
				case 2 << 3 -> answer.number = in.varint();
				case (2 << 3) | 2 -> {
					if (login) {
						answer.token = in.raw();
					}
					else {
						answer.entries.add(EtcdEntry.of(in.message()));
					}
				}
				case 3 << 3 -> answer.timeToLive = in.varint();
				case (3 << 3) | 2 -> answer.parts.add(operation(in.message()));
				case 4 << 3 -> answer.count = in.varint();
				case (11 << 3) | 2 -> answer.entries.addAll(of(in.message(), false).entries);
				default -> in.skip(tag);
			}
		}
		return answer;
	}

	/** Reads the answer to an operation, a message with one field. */
	private static EtcdAnswer operation(ProtoReader in) {
		EtcdAnswer answer = EMPTY;
		while (in.hasNext()) {
			int tag = in.tag();
			if ((tag & 7) == 2) {
				answer = of(in.message(), false);
			}
			else {
				in.skip(tag);
			}
		}
		return answer;
	}

	/** Reads a message of the gateway. */
	static EtcdAnswer of(JsonNode json) {
		EtcdAnswer answer = new EtcdAnswer();
		answer.position = Position.of(json.path("header"));
		json.path("kvs").forEach((entry) -> answer.entries.add(EtcdEntry.of(entry)));
		// Each operation has one field, with the type of its answer.
		json.path("responses")
			.forEach((operation) -> answer.parts.add(operation.isEmpty() ? EMPTY : of(operation.iterator().next())));
		answer.number = json.path("succeeded").asBoolean(false) ? 1
				: json.path("deleted").asLong(json.path("ID").asLong(0));
		answer.timeToLive = json.path("TTL").asLong(0);
		answer.count = json.path("count").asLong(0);
		answer.token = json.path("token").asString("");
		return answer;
	}

	/** Returns where in the store's history the answer was made. */
	Position position() {
		return this.position;
	}

	/** Returns the entries of a range. */
	List<EtcdEntry> entries() {
		return this.entries;
	}

	/** Returns the first entry of a range, or {@code null}. */
	@Nullable EtcdEntry entry() {
		return this.entries.isEmpty() ? null : this.entries.get(0);
	}

	/** Returns the number of all keys in a range. */
	long count() {
		return this.count;
	}

	/** Returns the number of keys that were deleted. */
	long deleted() {
		return this.number;
	}

	/** Returns whether the comparisons of a transaction were true. */
	boolean succeeded() {
		return this.number != 0;
	}

	/** Returns the number of operations that a transaction has answered. */
	int parts() {
		return this.parts.size();
	}

	/** Returns the answer to an operation of a transaction, empty if there is none. */
	EtcdAnswer part(int index) {
		return (index >= 0 && index < this.parts.size()) ? this.parts.get(index) : EMPTY;
	}

	/** Returns the id of a lease. */
	long lease() {
		return this.number;
	}

	/** Returns the time to live of a lease in seconds, 0 if it does not exist. */
	long timeToLive() {
		return this.timeToLive;
	}

	/** Returns the token of a login. */
	String token() {
		return this.token;
	}

	/**
	 * Returns whether a watch reports changes: its entries are what was written or
	 * deleted. By gRPC only.
	 */
	boolean hasEvents() {
		return !this.entries.isEmpty();
	}

	/** Returns whether a watch was created. By gRPC only. */
	boolean isCreated() {
		return this.timeToLive != 0;
	}

	/** Returns whether a watch was canceled. By gRPC only. */
	boolean isCanceled() {
		return this.count != 0;
	}

	/**
	 * A position in the history of a store.
	 *
	 * @param cluster the id of the cluster, or its hash
	 * @param term the term of the cluster's leader, which grows with each election
	 * @param revision the store's revision
	 */
	record Position(long cluster, long term, long revision) {

		static final Position NONE = new Position(0, 0, 0);

		private static Position of(ProtoReader in) {
			long[] fields = new long[5];
			while (in.hasNext()) {
				int tag = in.tag();
				if ((tag & 7) == 0 && tag >>> 3 < fields.length) {
					fields[tag >>> 3] = in.varint();
				}
				else {
					in.skip(tag);
				}
			}
			return new Position(fields[1], fields[4], fields[3]);
		}

		private static Position of(JsonNode header) {
			return new Position(header.path("cluster_id").asString("").hashCode(), header.path("raft_term").asLong(0),
					header.path("revision").asLong(0));
		}

		/** Returns whether this may be a later position in the same history. */
		boolean isAfter(Position before) {
			return this.cluster == before.cluster && this.term == before.term && this.revision >= before.revision;
		}

	}

}
