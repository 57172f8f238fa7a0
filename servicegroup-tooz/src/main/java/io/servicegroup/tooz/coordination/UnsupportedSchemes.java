package io.servicegroup.tooz.coordination;

import java.util.Map;

import io.servicegroup.tooz.InvalidToozUrlException;
import org.jspecify.annotations.Nullable;

/**
 * The schemes of tooz that no backend supports, each with its meaning and an alternative.
 */
final class UnsupportedSchemes {

	private static final Map<String, Refusal> REFUSALS = Map.of("ipc",
			new Refusal("semaphores and shared memory of System V, which a JVM cannot reach without native code",
					"Use file:///directory, which also serves the processes of one machine."),
			"kubernetes",
			new Refusal("locks only, as leases behind a cluster's API server, and deprecated by tooz itself",
					"Use redis://, zookeeper:// or etcd3+http:// of a server that runs in the cluster."),
			"etcd",
			new Refusal("locks only, over etcd's version 2 API; removed from tooz in 9.0.0",
					"Use etcd3+http:// with the same server."),
			"etcd3",
			new Refusal("etcd over gRPC; removed from tooz in 5.0.0",
					"Use etcd3+http:// with the same server. Groups have the same format there, but locks do not, "
							+ "so change all processes that share a lock."),
			"consul",
			new Refusal("Consul's key-value store; removed from tooz in 9.0.0",
					"Use zookeeper:// or etcd3+http://, which keep members by sessions or leases, too."),
			"zake",
			new Refusal(
					"an imitation of ZooKeeper in the memory of one Python process, for its tests; removed from tooz in 8.0.0",
					"Use memory://name, which is in the memory of one JVM, or zookeeper:// with a real one."));

	private UnsupportedSchemes() {
	}

	/** Returns the refusal of a scheme that tooz knows, else {@code null}. */
	static @Nullable InvalidToozUrlException refusal(String scheme) {
		Refusal refusal = REFUSALS.get(scheme);
		return (refusal != null) ? new InvalidToozUrlException(
				"The URL has a scheme of tooz that is not supported: '" + scheme + "', " + refusal.what() + ".",
				refusal.fix()) : null;
	}

	private record Refusal(String what, String fix) {
	}

}
