package io.servicegroup.tooz.etcd;

import java.util.List;
import java.util.Map;

/**
 * A method of etcd's gRPC API, with the fields of its messages that this project uses.
 * Their names and numbers are those of etcd's {@code rpc.proto} and {@code kv.proto}.
 *
 * @param name the full name of the method
 * @param streaming whether it takes and returns a stream
 * @param request the type of its request
 */
record EtcdMethod(String name, boolean streaming, ProtoMessage request) {

	private static final ProtoMessage RANGE = new ProtoMessage().bytes(1, "key")
		.bytes(2, "range_end")
		.flag(8, "keys_only")
		.flag(9, "count_only")
		.number(10, "min_mod_revision");

	private static final ProtoMessage PUT = new ProtoMessage().bytes(1, "key")
		.bytes(2, "value")
		.number(3, "lease")
		.flag(5, "ignore_value")
		.flag(6, "ignore_lease");

	private static final ProtoMessage DELETE = new ProtoMessage().bytes(1, "key").bytes(2, "range_end");

	private static final ProtoMessage COMPARE = new ProtoMessage()
		.choice(1, "result", "EQUAL", "GREATER", "LESS", "NOT_EQUAL")
		.choice(2, "target", "VERSION", "CREATE", "MOD", "VALUE", "LEASE")
		.bytes(3, "key")
		.number(4, "version")
		.number(5, "create_revision")
		.number(6, "mod_revision")
		.number(8, "lease")
		.bytes(64, "range_end");

	private static final ProtoMessage TXN = txn();

	private static final ProtoMessage LOGIN = new ProtoMessage().text(1, "name").text(2, "password");

	private static final ProtoMessage LEASE = new ProtoMessage().number(1, "ID");

	private static final ProtoMessage WATCH = new ProtoMessage().message(1, "create_request",
			new ProtoMessage().bytes(1, "key").bytes(2, "range_end").choice(5, "filters", "NOPUT", "NODELETE"));

	/** The methods by the path in the gateway. */
	private static final Map<String, EtcdMethod> METHODS = Map.of(EtcdClient.RANGE,
			new EtcdMethod("etcdserverpb.KV/Range", false, RANGE), EtcdClient.TXN,
			new EtcdMethod("etcdserverpb.KV/Txn", false, TXN), "kv/deleterange",
			new EtcdMethod("etcdserverpb.KV/DeleteRange", false, DELETE), "lease/grant",
			new EtcdMethod("etcdserverpb.Lease/LeaseGrant", false, new ProtoMessage().number(1, "TTL")),
			EtcdClient.KEEP_ALIVE, new EtcdMethod("etcdserverpb.Lease/LeaseKeepAlive", true, LEASE), "kv/lease/revoke",
			new EtcdMethod("etcdserverpb.Lease/LeaseRevoke", false, LEASE), "auth/authenticate",
			new EtcdMethod("etcdserverpb.Auth/Authenticate", false, LOGIN), "watch",
			new EtcdMethod("etcdserverpb.Watch/Watch", true, WATCH));

	/**
	 * Returns the method of an operation of the gateway.
	 * @throws IllegalArgumentException if there is none
	 */
	static EtcdMethod of(String operation) {
		EtcdMethod method = METHODS.get(operation);
		if (method == null) {
			throw new IllegalArgumentException("Unknown operation '" + operation + "'");
		}
		return method;
	}

	private static ProtoMessage txn() {
		ProtoMessage txn = new ProtoMessage();
		ProtoMessage operation = new ProtoMessage().message(1, "request_range", RANGE)
			.message(2, "request_put", PUT)
			.message(3, "request_delete_range", DELETE)
			.message(4, "request_txn", txn);
		return txn.message(1, "compare", COMPARE).message(2, "success", operation).message(3, "failure", operation);
	}

	List<byte[]> encode(EtcdRequest request) {
		return request.messages().stream().map(this.request::encode).toList();
	}

	/**
	 * Reads an answer.
	 * @throws io.servicegroup.tooz.SerializationException if it is malformed
	 */
	EtcdAnswer decode(byte[] message) {
		return EtcdAnswer.of(new ProtoReader(message), this.request == LOGIN);
	}

}
