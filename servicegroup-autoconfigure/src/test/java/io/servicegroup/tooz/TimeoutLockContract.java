package io.servicegroup.tooz;

import java.util.concurrent.CompletableFuture;

import io.servicegroup.servers.TcpProxy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the backends promise on which a lock outlives its holder's connection, until its
 * timeout: what was begun is given back. The network is a proxy's.
 */
public abstract class TimeoutLockContract extends LostLockContract {

	private TcpProxy proxy() {
		return opened(new TcpProxy(Coordinators.parse(url()).hosts().get(0).port()));
	}

	private Coordinator behind(TcpProxy proxy) {
		Coordinator distant = opened(Coordinators.get(proxy.url(url()), "distant"));
		distant.start();
		return distant;
	}

	@Test
	void anInterruptEndsATryThatHangs() {
		TcpProxy proxy = proxy();
		DistributedLock lock = behind(proxy).getLock(this.name);
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		proxy.holdAnswers();
		Thread trying = new Thread(() -> {
			assertThatExceptionOfType(OperationTimedOut.class).isThrownBy(lock::acquire)
				.withMessageContaining("Interrupted");
			flag.complete(Thread.currentThread().isInterrupted());
		});
		trying.setUncaughtExceptionHandler((thread, ex) -> flag.completeExceptionally(ex));
		trying.start();
		within(LONG).until(() -> trying.getState() == Thread.State.TIMED_WAITING);
		trying.interrupt();
		assertThat(flag).succeedsWithin(BOUND).isEqualTo(true);
		proxy.pass();
	}


}
