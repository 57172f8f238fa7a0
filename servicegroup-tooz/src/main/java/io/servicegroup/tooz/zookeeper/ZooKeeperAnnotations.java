package io.servicegroup.tooz.zookeeper;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.AnnotationStore;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Stores a group's annotations as the data of its node, which tooz neither writes nor
 * reads. A child node would be a member in tooz.
 */
final class ZooKeeperAnnotations implements AnnotationStore {

	private final Connection connection;

	private final ZooKeeperPaths paths;

	ZooKeeperAnnotations(Connection connection, ZooKeeperPaths paths) {
		this.connection = connection;
		this.paths = paths;
	}

	@Override
	public byte[] read(String group) {
		return this.connection.call((session) -> {
			try {
				return session.await(session.read(this.paths.group(group))).capabilities();
			}
			catch (KeeperException.NoNodeException ex) {
				return NOTHING;
			}
		});
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		return this.connection.call((session) -> {
			try {
				return replace(session, this.paths.group(group), was, now);
			}
			catch (KeeperException.NoNodeException ex) {
				throw new GroupNotFoundException(group);
			}
			catch (KeeperException.BadVersionException ex) {
				return false;
			}
		});
	}

	/** Reads the version first, so that it is not newer than the data. */
	private static boolean replace(SessionCalls session, String path, byte[] was, byte[] now) throws KeeperException {
		CompletableFuture<Optional<Stat>> node = session.exists(path);
		CompletableFuture<StoredMember> data = session.read(path);
		if (!Arrays.equals(was, session.await(data).capabilities())) {
			return false;
		}
		int version = session.await(node).map(Stat::getVersion).orElse(0);
		session.await(session.write(path, version, now));
		return true;
	}

}
