package io.servicegroup.tooz.zookeeper;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.zookeeper.SessionCalls.Node;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group's members in Nova's format in four round trips: their names, the nodes of
 * all members, those of their processes, and again the nodes of members whose process is
 * no Java one. In this order, a member that joins or leaves meanwhile is read either as
 * up or as down, never in between.
 */
final class NovaReader {

	private final ZooKeeperPaths paths;

	private final BulkReader members = new BulkReader();

	private final BulkReader processes = new BulkReader();

	NovaReader(ZooKeeperPaths paths) {
		this.paths = paths;
	}

	/**
	 * Returns the members that are up, by id.
	 * @throws GroupNotFoundException if there is no such group
	 */
	Map<String, StoredMember> read(SessionCalls session, String group) throws KeeperException {
		String path = this.paths.group(group);
		Map<String, Node> found = read(this.members, session, path, names(session, group));
		found.values().removeIf((node) -> !NovaNodes.isMember(node.data()));
		Map<String, Node> java = read(this.processes, session, path,
				found.keySet().stream().map(NovaNodes::process).toList());
		Map<String, Node> later = read(this.members, session, path,
				found.keySet()
					.stream()
					.filter((id) -> !java.containsKey(NovaNodes.process(id)) && hasProcesses(found.get(id)))
					.toList());
		Map<String, StoredMember> up = new LinkedHashMap<>();
		found.forEach((id, node) -> {
			Node process = java.get(NovaNodes.process(id));
			if (process != null) {
				up.put(id, process.member());
			}
			else if (hasProcesses(later.get(id))) {
				up.put(id, new StoredMember(Capabilities.encode(new byte[0]), null,
						Instant.ofEpochMilli(node.stat().getMtime())));
			}
		});
		return up;
	}

	/** Returns the nodes that exist and may be read, by name. */
	private static Map<String, Node> read(BulkReader reader, SessionCalls session, String parent,
			Collection<String> names) throws KeeperException {
		Map<String, Node> nodes = new LinkedHashMap<>();
		reader.read(session, parent, names).forEach((name, reply) -> {
			if (reply.node() != null) {
				nodes.put(name, reply.node());
			}
		});
		return nodes;
	}

	private static boolean hasProcesses(@Nullable Node node) {
		return node != null && node.stat().getNumChildren() > 0;
	}

	private List<String> names(SessionCalls session, String group) throws KeeperException {
		try {
			return session.await(session.children(this.paths.group(group)));
		}
		catch (KeeperException.NoNodeException ex) {
			throw new GroupNotFoundException(group);
		}
	}

}
