package io.servicegroup.tooz.redis;

import java.util.List;
import java.util.function.Consumer;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class HostileRedisTests extends HostileStoreContract {

	private byte[] lastId = {};

	private byte[] lastGroup = {};

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	private RedisProbe probe() {
		return ((RedisServer) this.server).probe();
	}

	@Override
	public List<Kind> kinds() {
		String hash = "_tooz_group:" + this.group;
		probe().command("SET", "_tooz_beats:other", "Not dead!");
		return List.of(new Kind("capabilities", CAPABILITIES, (bytes) -> probe().command("HSET", hash, "other", bytes)),
				new Kind("member id", "other", this::putMember),
				new Kind("heartbeat", "Not dead!", to("_tooz_beats:other")),
				new Kind("holder", "01234567-89ab-cdef-0123-456789abcdef", to("_tooz_holder:other")),
				new Kind("group's marker field", "1", (bytes) -> probe().command("HSET", hash, "__created__", bytes)),
				new Kind("group id", "other", this::putGroup), new Kind("other group", "", to("_tooz_group:other")),
				new Kind("annotations", ANNOTATIONS, to("_tooz_switches:" + this.group)),
				new Kind("lock", "0123456789abcdef", to("_tooz_x_lock")),
				new Kind("fencing token", "17", to("_tooz_fencing:x")),
				new Kind("leader's lock", "0123456789abcdef", to("_tooz_leader_of_" + this.group + "_lock")),
				new Kind("leader's id", "0123456789abcdef other", to("_tooz_leader:" + this.group)));
	}

	private Consumer<byte[]> to(String key) {
		return (bytes) -> probe().command("SET", key, bytes);
	}

	private void putMember(byte[] id) {
		String hash = "_tooz_group:" + this.group;
		probe().command("HDEL", hash, this.lastId);
		probe().command("HSET", hash, id, CAPABILITIES);
		probe().command("SET", new RedisKeys("_tooz").heartbeat(id), "Not dead!", "PX", 60000);
		this.lastId = id;
	}

	private void putGroup(byte[] id) {
		probe().command("SREM", "_tooz_groups", this.lastGroup);
		probe().command("SADD", "_tooz_groups", id);
		this.lastGroup = id;
	}

}
