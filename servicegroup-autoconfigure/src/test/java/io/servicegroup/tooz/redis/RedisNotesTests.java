package io.servicegroup.tooz.redis;

import io.servicegroup.servers.RedisProbe;
import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.NotesContract;

class RedisNotesTests extends NotesContract {

	@Override
	protected StoreServer createServer() {
		return RedisServer.keepingData();
	}

	private RedisProbe probe() {
		return ((RedisServer) this.server).probe();
	}

	@Override
	protected void put(byte[] record) {
		probe().command("SET", "_tooz_switches:" + this.group, record);
	}

	@Override
	protected void putOddity() {
		probe().command("DEL", "_tooz_switches:" + this.group);
		probe().command("RPUSH", "_tooz_switches:" + this.group, "of another type");
	}

}
