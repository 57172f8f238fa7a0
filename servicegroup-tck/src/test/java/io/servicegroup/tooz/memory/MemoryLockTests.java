package io.servicegroup.tooz.memory;

import java.time.Duration;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.TimeoutLockContract;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.LocalMember;

class MemoryLockTests extends TimeoutLockContract
		implements LockFeatures.Fencing, LockFeatures.Breaking, LockFeatures.Sharing {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	private MemoryStore store() {
		return ((MemoryServer) this.server).store();
	}

	@Override
	protected ServerProcess startHolder(String member) {
		return opened(LocalMember.contending(url(), member, "lock", this.name));
	}

	@Override
	protected Duration roundTrip() {
		return Duration.ofMillis(200);
	}

	@Override
	protected Distant distant() {
		Coordinator coordinator = started(url(), "distant");
		return new Distant(coordinator, () -> store().delay(LONG, "distant"),
				(delay) -> store().delay(delay, "distant"), store()::heal);
	}

}
