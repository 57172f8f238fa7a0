package io.servicegroup.tooz.memory;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.NotesContract;

class MemoryNotesTests extends NotesContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	protected void put(byte[] record) {
		MemoryProbe.putNotes(this.server, this.group, record);
	}

	/** There is nothing but bytes: some that are a number. */
	@Override
	protected void putOddity() {
		put(new byte[] { 1 });
	}

}
