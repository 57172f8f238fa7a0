package io.servicegroup.tooz.etcd;

import java.util.Map;

/**
 * A method of etcd's gRPC API, with the fields of its messages that this project uses.
 * Their names and numbers are those of etcd's {@code rpc.proto} and {@code kv.proto}.
 *
 * @param name the full name of the method
 * @param streaming whether it takes and returns a stream
 * @param request the type of its request
 * @param response the type of its response
 */
record EtcdMethod(String name, boolean streaming, ProtoMessage request, ProtoMessage response) {

	private static final ProtoMessage HEADER = new ProtoMessage().number(1, "cluster_id")
		.number(3, "revision")
		.number(4, "raft_term");

	private static final ProtoMessage RANGE = new ProtoMessage().bytes(1, "key")
		.bytes(2, "range_end")
		.flag(8, "keys_only")
		.flag(9, "count_only")
		.number(10, "min_mod_revision");

	private static final ProtoMessage RANGE_ANSWER = answer().entries(2, "kvs").number(4, "count");

	private static final ProtoMessage PUT = new ProtoMessage().bytes(1, "key")
		.bytes(2, "value")
		.number(3, "lease")
		.flag(5, "ignore_value")
		.flag(6, "ignore_lease");

	private static final ProtoMessage DELETE = new ProtoMessage().bytes(1, "key").bytes(2, "range_end");

	private static final ProtoMessage DELETE_ANSWER = answer().number(2, "deleted");

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

	private static final ProtoMessage TXN_ANSWER = txnAnswer();

	private static final ProtoMessage LEASE = new ProtoMessage().number(1, "ID");

	private static final ProtoMessage WATCH = new ProtoMessage().message(1, "create_request",
			new ProtoMessage().bytes(1, "key").bytes(2, "range_end").choice(5, "filters", "NOPUT", "NODELETE"));

	private static final ProtoMessage WATCH_ANSWER = answer().flag(3, "created")
		.flag(4, "canceled")
		.messages(11, "events", new ProtoMessage().entries(2, "kvs"));

	/** The methods by the path in the gateway. */
	private static final Map<String, EtcdMethod> METHODS = Map.of(EtcdClient.RANGE,
			new EtcdMethod("etcdserverpb.KV/Range", false, RANGE, RANGE_ANSWER), EtcdClient.TXN,
			new EtcdMethod("etcdserverpb.KV/Txn", false, TXN, TXN_ANSWER), "kv/deleterange",
			new EtcdMethod("etcdserverpb.KV/DeleteRange", false, DELETE, DELETE_ANSWER), "lease/grant",
			new EtcdMethod("etcdserverpb.Lease/LeaseGrant", false, new ProtoMessage().number(1, "TTL"),
					answer().number(2, "ID").number(3, "TTL")),
			"lease/keepalive",
			new EtcdMethod("etcdserverpb.Lease/LeaseKeepAlive", true, LEASE, answer().number(2, "ID").number(3, "TTL")),
			"kv/lease/revoke", new EtcdMethod("etcdserverpb.Lease/LeaseRevoke", false, LEASE, answer()),
			"auth/authenticate",
			new EtcdMethod("etcdserverpb.Auth/Authenticate", false,
					new ProtoMessage().text(1, "name").text(2, "password"), answer().text(2, "token")),
			"watch", new EtcdMethod("etcdserverpb.Watch/Watch", true, WATCH, WATCH_ANSWER));

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

	private static ProtoMessage answer() {
		return new ProtoMessage().message(1, "header", HEADER);
	}

	private static ProtoMessage txn() {
		ProtoMessage txn = new ProtoMessage();
		ProtoMessage operation = new ProtoMessage().message(1, "request_range", RANGE)
			.message(2, "request_put", PUT)
			.message(3, "request_delete_range", DELETE)
			.message(4, "request_txn", txn);
		return txn.messages(1, "compare", COMPARE).messages(2, "success", operation).messages(3, "failure", operation);
	}

	private static ProtoMessage txnAnswer() {
		ProtoMessage txn = answer();
		ProtoMessage answer = new ProtoMessage().message(1, "response_range", RANGE_ANSWER)
			.message(3, "response_delete_range", DELETE_ANSWER)
			.message(4, "response_txn", txn);
		return txn.flag(2, "succeeded").messages(3, "responses", answer);
	}

}
