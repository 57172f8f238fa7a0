package io.servicegroup.tooz.etcd;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call with the names and types of etcd's JSON gateway, which both transports
 * understand.
 *
 * @param operation the path after the API version, such as {@code kv/range}
 * @param messages the messages, one if the operation is no stream
 * @param token the token of the login, or {@code null}
 * @param read whether the answer counts for {@link EtcdClient#silence()}
 */
record EtcdRequest(String operation, List<? extends Map<String, ?>> messages, @Nullable String token, boolean read) {

	/** Returns whether the answer may have many keys. */
	boolean isReadOfMany() {
		return this.read && (this.operation.equals(EtcdClient.TXN) || this.messages.get(0).containsKey("range_end"));
	}

}
