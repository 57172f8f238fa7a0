package io.servicegroup.membership;

import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.BeforeEach;

/**
 * ZooKeeper accepts any credentials, but refuses access to the nodes of other users.
 */
class ZooKeeperAuthenticationTests extends AuthenticationContract {

	private static final String ROOT = "/tooz";

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	protected String guardedUrl() {
		return this.server.url("timeout=4").replace("://", "://app:" + PASSWORD + "@");
	}

	@Override
	protected String reason() {
		return "its ACL requires other credentials";
	}

	@BeforeEach
	void createNamespaceOfAnotherUser() throws Exception {
		try (ZooKeeper operator = operator()) {
			operator.create(ROOT, new byte[0], owner("else"), CreateMode.PERSISTENT);
		}
	}

	@Override
	protected void correctPassword() {
		own(PASSWORD);
	}

	@Override
	protected void resetPassword() {
		own("else");
	}

	private void own(String password) {
		try (ZooKeeper operator = operator()) {
			operator.setACL(ROOT, owner(password), -1);
		}
		catch (KeeperException | InterruptedException | NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ZooKeeper operator() {
		return ((ZooKeeperServer) this.server).client();
	}

	private static List<ACL> owner(String password) throws NoSuchAlgorithmException {
		return Collections.singletonList(new ACL(ZooDefs.Perms.ALL,
				new Id("digest", DigestAuthenticationProvider.generateDigest("app:" + password))));
	}

}
