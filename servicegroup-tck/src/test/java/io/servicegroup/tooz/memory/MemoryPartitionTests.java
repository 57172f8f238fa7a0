package io.servicegroup.tooz.memory;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.LocalMember;

class MemoryPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	protected ServerProcess otherProcess(String member) {
		return opened(LocalMember.partitioned(url(), member, this.group));
	}

}
