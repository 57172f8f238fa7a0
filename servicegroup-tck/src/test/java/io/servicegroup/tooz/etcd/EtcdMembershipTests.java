package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		((EtcdServer) this.server).probe().overwrite("tooz/groups/" + group + "/" + member, broken);
	}

}
