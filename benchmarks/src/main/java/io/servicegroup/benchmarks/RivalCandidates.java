package io.servicegroup.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.redisson.api.RedissonClient;

/**
 * An election of another library: each candidate campaigns on a connection of its own.
 *
 * @param leader the candidate that campaigns first
 * @param standby the candidate that waits
 * @param elected completed with the time of the second election
 */
record RivalCandidates(Candidate leader, Candidate standby,
		CompletableFuture<Long> elected) implements LeaderRow.Election {

	private static final int MILLIS = LeaderRow.SECONDS * 1000;

	@Override
	public void awaitLeader() throws Exception {
		this.leader.campaign().get(20, TimeUnit.SECONDS);
	}

	@Override
	public void joinStandby() {
		this.standby.campaign().thenRun(() -> this.elected.complete(System.nanoTime()));
	}

	@Override
	public long awaitStandbyElected() throws Exception {
		return this.elected.get(40, TimeUnit.SECONDS);
	}

	@Override
	public void close() throws Exception {
		this.leader.close();
		this.standby.close();
	}

	private static RivalCandidates of(Candidate leader, Candidate standby) {
		return new RivalCandidates(leader, standby, new CompletableFuture<>());
	}

	static RivalCandidates redisson(StoreServer server, TcpProxy proxy, String name) {
		return of(redisson(proxy.port(), name), redisson(Store.port(server), name));
	}

	private static Candidate redisson(int port, String name) {
		RedissonClient client = Mutex.redisson(port, MILLIS);
		return new Candidate() {
			@Override
			public CompletableFuture<?> campaign() {
				return client.getLock("redisson-" + name).lockAsync().toCompletableFuture();
			}

			@Override
			public void close() {
				client.shutdown(0, 1, TimeUnit.SECONDS);
			}
		};
	}

	static RivalCandidates leaderLatch(StoreServer server, TcpProxy proxy, String name) {
		return of(latch(proxy.port(), name), latch(Store.port(server), name));
	}

	private static Candidate latch(int port, String name) {
		CuratorFramework client = Mutex.curator(port, MILLIS);
		LeaderLatch latch = new LeaderLatch(client, "/latch-" + name);
		return new Candidate() {
			@Override
			public CompletableFuture<?> campaign() {
				CompletableFuture<Boolean> leads = new CompletableFuture<>();
				latch.addListener(new LeaderLatchListener() {
					@Override
					public void isLeader() {
						leads.complete(true);
					}

					@Override
					public void notLeader() {
					}
				});
				try {
					latch.start();
				}
				catch (Exception ex) {
					leads.completeExceptionally(ex);
				}
				return leads;
			}

			@Override
			public void close() {
				client.close();
			}
		};
	}

	static RivalCandidates jetcd(StoreServer server, TcpProxy proxy, String name) throws Exception {
		return of(jetcd(proxy.port(), name, "leader"), jetcd(Store.port(server), name, "standby"));
	}

	private static Candidate jetcd(int port, String name, String id) throws Exception {
		Client client = Client.builder().endpoints("http://127.0.0.1:" + port).build();
		long lease = client.getLeaseClient().grant(LeaderRow.SECONDS).get(10, TimeUnit.SECONDS).getID();
		client.getLeaseClient().keepAlive(lease, new StreamObserver<LeaseKeepAliveResponse>() {
			@Override
			public void onNext(LeaseKeepAliveResponse response) {
			}

			@Override
			public void onError(Throwable ex) {
			}

			@Override
			public void onCompleted() {
			}
		});
		ByteSequence election = Groups.sequence("election-" + name);
		return new Candidate() {
			@Override
			public CompletableFuture<?> campaign() {
				return client.getElectionClient().campaign(election, lease, Groups.sequence(id));
			}

			@Override
			public void close() {
				client.close();
			}
		};
	}

	/**
	 * A candidate of an election.
	 */
	interface Candidate extends AutoCloseable {

		/** Returns what completes once it is elected. */
		CompletableFuture<?> campaign();

	}

}
