package io.servicegroup.tooz.memory;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.ServerProcess;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LocalMember;
import io.servicegroup.tooz.PartitionContract;

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
