package io.servicegroup.tooz;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Calls a supplier on a thread of its own, so that one that hangs does not stop
 * heartbeats. There is one call at a time: those who ask meanwhile get the same answer.
 * Remembers the latest passwords, so that messages do not show them. Thread-safe.
 */
final class CurrentCredentials {

	/** A server or a client may still complain about the passwords before the last. */
	private static final int MAX_PASSWORDS = 8;

	private static final ThreadFactory THREADS = DaemonThreads.named("servicegroup-credentials");

	private final CredentialsSupplier supplier;

	private final Set<String> passwords = new LinkedHashSet<>();

	private @Nullable FutureTask<Credentials> call;

	private volatile long answered;

	CurrentCredentials(CredentialsSupplier supplier) {
		this.supplier = supplier;
	}

	/**
	 * Returns the credentials.
	 * @param deadline the limit of the wait. The call goes on after it
	 * @throws StoreUnavailableException if the supplier fails or does not answer in time,
	 * as with a wrong password: the next connection asks again
	 */
	Credentials get(Duration deadline) {
		FutureTask<Credentials> asked = ask(deadline);
		try {
			return asked.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new StoreUnavailableException("The CredentialsSupplier did not return within " + deadline.toMillis()
					+ " ms, so there is no connection. It is called again after it has returned. "
					+ "Limit the time of the calls that it makes", ex);
		}
		catch (ExecutionException ex) {
			Throwable cause = Objects.requireNonNullElse(ex.getCause(), ex);
			throw new StoreUnavailableException("The CredentialsSupplier failed, so there is no connection: " + cause,
					cause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for the CredentialsSupplier", ex);
		}
		finally {
			forgetIfDone(asked);
		}
	}

	/**
	 * Returns the call in progress, or makes one. An answer for which no caller waited
	 * any more is still used for a deadline, so that a slow supplier does not fail for
	 * ever.
	 */
	private synchronized FutureTask<Credentials> ask(Duration deadline) {
		FutureTask<Credentials> current = this.call;
		if (current != null && (!current.isDone() || System.nanoTime() - this.answered < deadline.toNanos())) {
			return current;
		}
		FutureTask<Credentials> started = new FutureTask<>(this::callSupplier);
		THREADS.newThread(started).start();
		this.call = started;
		return started;
	}

	private synchronized void forgetIfDone(FutureTask<Credentials> asked) {
		if (this.call == asked && asked.isDone()) {
			this.call = null;
		}
	}

	private Credentials callSupplier() {
		try {
			Credentials current = Objects.requireNonNull(this.supplier.get(), "it returned null");
			remember(Objects.requireNonNull(current.password(), "its password is null"));
			return current;
		}
		finally {
			this.answered = System.nanoTime();
		}
	}

	private synchronized void remember(String password) {
		this.passwords.remove(password);
		this.passwords.add(password);
		if (this.passwords.size() > MAX_PASSWORDS) {
			this.passwords.remove(this.passwords.iterator().next());
		}
	}

	synchronized Stream<String> passwords() {
		return List.copyOf(this.passwords).stream();
	}

}
