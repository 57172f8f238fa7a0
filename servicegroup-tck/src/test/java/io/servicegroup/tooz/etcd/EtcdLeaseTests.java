package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.LockContender;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Leases are renewed by messages in one stream, and one lock after the other uses a
 * lease.
 */
class EtcdLeaseTests extends EtcdFixture {

	private TcpProxy proxy() {
		return opened(new TcpProxy(((EtcdServer) this.server).port()));
	}

	private EtcdClient client(String url) {
		EtcdClient client = opened(new EtcdClient(Coordinators.parse(url), Duration.ofSeconds(1)));
		within(BOUND).until(() -> succeeds(() -> renew(client, 1)) && client.isByGrpc());
		renew(client, 1);
		return client;
	}

	private static EtcdCall<EtcdAnswer> send(EtcdClient client, long lease) {
		return client.send(EtcdClient.KEEP_ALIVE, Map.of("ID", lease));
	}

	private static EtcdAnswer renew(EtcdClient client, long lease) {
		return send(client, lease).await();
	}

	@Test
	void renewalsShareACall() {
		EtcdClient client = client(bareUrl());
		long lease = probe().grant(60);
		int before = probe().calls();
		for (int i = 0; i < 100; i++) {
			assertThat(renew(client, lease).timeToLive()).isEqualTo(60);
		}
		assertThat(probe().calls() - before).isZero();
	}

	@Test
	void renewalsAtTheSameTimeGetTheirOwnAnswers() {
		EtcdClient client = client(bareUrl());
		List<CompletableFuture<?>> renewing = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			boolean lives = i % 2 == 0;
			long lease = probe().grant(60 + i);
			if (!lives) {
				probe().revoke(lease);
			}
			int expected = lives ? 60 + i : 0;
			renewing.add(CompletableFuture.runAsync(() -> {
				for (int j = 0; j < 100; j++) {
					EtcdAnswer answer = renew(client, lease);
					assertThat(answer.lease()).isEqualTo(lease);
					assertThat(answer.timeToLive()).isEqualTo(expected);
				}
			}, (task) -> new Thread(task).start()));
		}
		renewing.forEach(CompletableFuture::join);
	}

	@Test
	void theAnswerToACancelledRenewalIsNotTakenForAnotherOne() {
		TcpProxy proxy = proxy();
		EtcdClient client = client(proxy.url(bareUrl()));
		long lease = probe().grant(60);
		proxy.holdAnswers();
		send(client, lease).cancel();
		EtcdCall<EtcdAnswer> other = send(client, 1);
		proxy.pass();
		assertThat(other.await().lease()).isEqualTo(1);
		assertThat(other.await().timeToLive()).isZero();
	}

	@Test
	void aStreamThatGetsNoAnswerIsReplaced() {
		TcpProxy proxy = proxy();
		EtcdClient client = client(proxy.url(bareUrl()));
		long lease = probe().grant(60);
		proxy.holdRequests();
		assertThatExceptionOfType(OperationTimeoutException.class).isThrownBy(() -> renew(client, lease));
		proxy.pass();
		within(BOUND).until(() -> succeeds(() -> renew(client, lease)));
		proxy.disconnect();
		within(BOUND).until(() -> succeeds(() -> renew(client, lease)));
		assertThat(client.isByGrpc()).isTrue();
	}

	/** As a stop does, whose calls come after it. */
	@Test
	void aRenewalAfterCloseIsAnswered() {
		EtcdClient client = client(bareUrl());
		client.close();
		long lease = probe().grant(60);
		assertThat(renew(client, lease).timeToLive()).isEqualTo(60);
	}

	private long leaseOf(String lock) {
		return probe().get(EtcdKeys.lock(lock)).get("lease").asLong();
	}

	@Test
	void theNextLockUsesTheLeaseOfAReleasedOne() {
		EtcdBackend backend = opened(new EtcdBackend(Coordinators.parse(this.server.url("timeout=60")), "one"));
		LockContender first = backend.lock("a");
		assertThat(first.tryAcquire(false)).isTrue();
		long lease = leaseOf("a");
		assertThat(first.release()).isTrue();
		LockContender next = backend.lock("a");
		assertThat(next.tryAcquire(false)).isTrue();
		assertThat(leaseOf("a")).isEqualTo(lease);
		LockContender beside = backend.lock("b");
		assertThat(beside.tryAcquire(false)).isTrue();
		assertThat(leaseOf("b")).isNotEqualTo(lease);
		assertThat(first.isHeld()).isFalse();
		assertThat(first.renew()).isFalse();
		assertThat(first.release()).isFalse();
		assertThat(next.isHeld()).isTrue();
		assertThat(next.fencingToken()).isGreaterThan(first.fencingToken());
	}

	/** The deletion may come late: it must not delete the key of the next holder. */
	@Test
	void theLeaseOfALockWhoseReleaseHadNoAnswerIsNotUsedAgain() {
		TcpProxy proxy = proxy();
		EtcdBackend backend = opened(
				new EtcdBackend(Coordinators.parse(proxy.url(this.server.url("timeout=8"))), "one"));
		LockContender first = backend.lock("a");
		assertThat(first.tryAcquire(false)).isTrue();
		long lease = leaseOf("a");
		proxy.holdRequests();
		assertThatExceptionOfType(OperationTimeoutException.class).isThrownBy(first::release);
		proxy.pass();
		within(BOUND).until(() -> succeeds(first::release));
		assertThat(probe().left(lease)).isNegative();
		LockContender next = backend.lock("a");
		assertThat(next.tryAcquire(false)).isTrue();
		assertThat(leaseOf("a")).isNotEqualTo(lease);
	}

}
