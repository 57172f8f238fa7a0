package io.servicegroup.tooz.memcached.client;

import java.util.Collection;

import net.spy.memcached.ops.GetsOperation;
import net.spy.memcached.protocol.ascii.BaseGetOpImpl;

/**
 * The text protocol's {@code gets} with several keys. spymemcached's own takes one key.
 */
final class GetsOfKeys extends BaseGetOpImpl {

	GetsOfKeys(Collection<String> keys, GetsOperation.Callback callback) {
		super("gets", callback, keys);
	}

}
