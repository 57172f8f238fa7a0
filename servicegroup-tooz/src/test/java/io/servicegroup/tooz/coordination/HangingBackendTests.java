package io.servicegroup.tooz.coordination;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.file.FileBackendType;
import io.servicegroup.tooz.spi.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls that hang without a deadline, as a name look-up or a call of a file system may.
 */
@Timeout(60)
class HangingBackendTests {

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	/** Returns a directory of which one call hangs, also if it is interrupted. */
	private BackendConnection hanging(Path directory, String call) {
		FileBackendType type = new FileBackendType();
		Backend files = type.create(Coordinators.parse("file://" + directory + "?timeout=4"), "one");
		Backend backend = (Backend) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Backend.class }, (proxy, method, arguments) -> {
					if (method.getName().equals(call)) {
						this.calls.incrementAndGet();
						awaitGoOn();
					}
					if (method.getName().equals("close")) {
						this.closed.incrementAndGet();
					}
					try {
						return method.invoke(files, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		return new BackendConnection(type, () -> backend);
	}

	private void awaitGoOn() {
		boolean interrupted;
		do {
			try {
				this.goOn.await();
				interrupted = false;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		while (interrupted);
	}

	@Test
	void callsAndStopEndWhileAConnectionIsNotEstablished(@TempDir Path directory) {
		BackendConnection connection = hanging(directory, "connect");
		List<CompletableFuture<Void>> callers = List.of(caller(connection), caller(connection), caller(connection));
		await().atMost(Duration.ofSeconds(25)).until(() -> callers.stream().allMatch(CompletableFuture::isDone));
		callers.forEach(CompletableFuture::join);
		assertThat(this.calls).as("attempts").hasValue(1);
		connection.stop();
		assertThat(this.closed).hasValue(1);
		this.goOn.countDown();
		await().atMost(Duration.ofSeconds(10)).until(() -> this.closed.get() == 2);
	}

	private static CompletableFuture<Void> caller(BackendConnection connection) {
		return CompletableFuture
			.runAsync(() -> assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(connection::connected)
				.withMessageContaining("not established after 10 s"), (work) -> new Thread(work).start());
	}

	@Test
	void aCallThatHangsDoesNotPreventAStop(@TempDir Path directory) {
		FileBackendType type = new FileBackendType();
		BackendConnection connection = hanging(directory, "leave");
		BackendCoordinator coordinator = new BackendCoordinator(connection, "one", new IdValidator(type),
				new LockManager(), CoordinationObserver.NONE);
		coordinator.start();
		coordinator.joinGroupCreate("group", null);
		long begun = System.nanoTime();
		coordinator.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
		assertThat(this.calls).hasValue(1);
		this.goOn.countDown();
	}

}
