package io.servicegroup.membership;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisAuthenticationTests extends AuthenticationContract {

	@Override
	protected StoreServer createServer() {
		RedisServer redis = new RedisServer();
		redis.probe().command("ACL", "SETUSER", "svc", "on", ">another", "~*", "&*", "+@all");
		return redis;
	}

	@Override
	protected String guardedUrl() {
		return url().replace("//", "//svc:" + PASSWORD + "@");
	}

	@Override
	protected String reason() {
		return "WRONGPASS";
	}

	@Override
	protected void correctPassword() {
		((RedisServer) this.server).probe().command("ACL", "SETUSER", "svc", ">" + PASSWORD);
	}

	@Override
	protected void resetPassword() {
		((RedisServer) this.server).probe().command("ACL", "SETUSER", "svc", "<" + PASSWORD);
	}

}
