package io.servicegroup.tooz.memory;

import io.servicegroup.tck.AnnotationsContract;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreServer;

class MemoryAnnotationsTests extends AnnotationsContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	protected void put(byte[] record) {
		MemoryProbe.putAnnotations(this.server, this.group, record);
	}

	/** Writes the msgpack of a number, because the store only has bytes. */
	@Override
	protected void putOddity() {
		put(new byte[] { 1 });
	}

}
