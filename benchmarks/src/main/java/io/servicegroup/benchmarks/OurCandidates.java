package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import org.awaitility.Awaitility;

/**
 * An election of this library.
 */
final class OurCandidates implements LeaderRow.Election {

	private final LiveServiceGroupAPI leader;

	private final LiveServiceGroupAPI standby;

	private final String group;

	private final CompletableFuture<Long> elected = new CompletableFuture<>();

	OurCandidates(StoreServer server, TcpProxy proxy, String group) {
		String url = server.url("timeout=" + LeaderRow.SECONDS);
		this.group = group;
		this.leader = Member.api(proxy.url(url), "first");
		this.standby = Member.api(url, "second");
		this.leader.start();
		this.standby.start();
	}

	@Override
	public void awaitLeader() {
		this.leader.joinElection(this.group);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.leader.isLeader(this.group));
	}

	@Override
	public void joinStandby() {
		this.standby.addLeadershipListener((event) -> {
			if (event instanceof LeaderElectedEvent) {
				this.elected.complete(System.nanoTime());
			}
		});
		this.standby.joinElection(this.group);
	}

	@Override
	public long awaitStandbyElected() throws Exception {
		return this.elected.get(40, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.leader.close();
		this.standby.close();
	}

}
