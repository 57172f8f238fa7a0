package io.servicegroup.example;

import java.time.Duration;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.TimeoutLockContract;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.LocalMember;

class KvLockTests extends TimeoutLockContract
		implements LockFeatures.NoFencing, LockFeatures.NoBreaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new KvServer();
	}

	// The rest is for a server in the tests' JVM: other processes cannot reach it, and no
	// proxy can delay its answers.

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
		KvServer kv = (KvServer) this.server;
		return new Distant(started(kv.slowUrl("timeout=" + timeout().toSeconds()), "distant"), () -> kv.delay(LONG),
				kv::delay, () -> kv.delay(Duration.ZERO));
	}

}
