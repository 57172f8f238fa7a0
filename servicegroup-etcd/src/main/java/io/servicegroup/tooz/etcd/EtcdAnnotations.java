package io.servicegroup.tooz.etcd;

import java.util.Arrays;
import java.util.Map;

import io.servicegroup.tooz.spi.AnnotationStore;
import org.jspecify.annotations.Nullable;

/**
 * Stores the annotations of each group under one key. A change also writes the group's
 * key with its unchanged value, which notifies the watches of the group.
 */
final class EtcdAnnotations implements AnnotationStore {

	private final EtcdClient client;

	EtcdAnnotations(EtcdClient client) {
		this.client = client;
	}

	@Override
	public byte[] read(String group) {
		EtcdEntry entry = entry(EtcdKeys.switches(group));
		return (entry != null) ? entry.value() : NOTHING;
	}

	private @Nullable EtcdEntry entry(String key) {
		return this.client.call(EtcdClient.RANGE, Map.of("key", EtcdKeys.bytes(key))).entry();
	}

	@Override
	public boolean replace(String group, byte[] expected, byte[] replacement) {
		String key = EtcdKeys.switches(group);
		EtcdEntry entry = entry(key);
		if (!Arrays.equals(expected, (entry != null) ? entry.value() : NOTHING)) {
			return false;
		}
		String groupKey = EtcdKeys.group(group);
		Map<String, ?> touch = EtcdTxn.when(EtcdCompare.exists(groupKey)).then(EtcdTxn.touch(groupKey)).nested();
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.writtenIn(key, (entry != null) ? entry.modRevision() : 0))
			.then((replacement.length > 0) ? EtcdTxn.put(key, replacement, 0) : EtcdTxn.delete(key), touch);
		return this.client.call(EtcdClient.TXN, txn.body()).succeeded();
	}

}
