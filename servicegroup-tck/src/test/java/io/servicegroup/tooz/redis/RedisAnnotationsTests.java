package io.servicegroup.tooz.redis;

import io.servicegroup.tck.AnnotationsContract;
import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisAnnotationsTests extends AnnotationsContract {

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
