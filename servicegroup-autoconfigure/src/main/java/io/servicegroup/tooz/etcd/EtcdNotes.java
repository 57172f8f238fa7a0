package io.servicegroup.tooz.etcd;

import java.util.Arrays;
import java.util.Map;

import io.servicegroup.tooz.NotesStore;
import org.jspecify.annotations.Nullable;

/**
 * Groups' notes, each group's under a key of its own. The group's key is written with it,
 * as it was, for those who watch the group.
 */
final class EtcdNotes implements NotesStore {

	private final EtcdGateway gateway;

	EtcdNotes(EtcdGateway gateway) {
		this.gateway = gateway;
	}

	@Override
	public byte[] read(String group) {
		EtcdEntry entry = entry(EtcdKeys.switches(group));
		return (entry != null) ? entry.value() : NOTHING;
	}

	private @Nullable EtcdEntry entry(String key) {
		return EtcdEntry.one(this.gateway.call("kv/range", Map.of("key", EtcdKeys.bytes(key))));
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		String key = EtcdKeys.switches(group);
		EtcdEntry entry = entry(key);
		if (!Arrays.equals(was, (entry != null) ? entry.value() : NOTHING)) {
			return false;
		}
		String groupKey = EtcdKeys.group(group);
		Map<String, ?> touch = EtcdTxn.when(EtcdCompare.exists(groupKey)).then(EtcdTxn.touch(groupKey)).nested();
		EtcdTxn txn = EtcdTxn.when(EtcdCompare.writtenIn(key, (entry != null) ? entry.modRevision() : 0))
			.then((now.length > 0) ? EtcdTxn.put(key, now, 0) : EtcdTxn.delete(key), touch);
		return this.gateway.call("kv/txn", txn.body()).path("succeeded").asBoolean(false);
	}

}
