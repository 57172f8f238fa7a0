package io.servicegroup.example;

import java.util.Arrays;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.StoreServer;

class KvMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new KvServer();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		KvServer kv = (KvServer) this.server;
		String key = "member/" + group + "/" + member;
		byte[] value = Arrays.copyOf(kv.get(key), 16 + broken.length);
		System.arraycopy(broken, 0, value, 16, broken.length);
		kv.put(key, value);
	}

}
