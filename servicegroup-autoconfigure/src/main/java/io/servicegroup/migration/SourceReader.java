package io.servicegroup.migration;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the source, on separate threads, while the target is read. After a failure,
 * only one read at a time is sent to the source, and its caller waits for at most 100 ms;
 * other callers get the last failure at once.
 */
final class SourceReader implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SourceReader.class);

	/** How long a caller waits for a read. Longer than the deadlines of drivers. */
	private static final Duration READ_TIMEOUT = Duration.ofMillis(3500);

	/** How long a caller waits for a read after a failure. */
	private static final Duration FAILING_READ_TIMEOUT = Duration.ofMillis(100);

	/** A supplier, as some drivers know their URL only once they are connected. */
	private final Supplier<String> url;

	private final ExecutorService threads = Executors
		.newCachedThreadPool(DaemonThreads.named("servicegroup-source-reader"));

	private final AtomicInteger pendingReads = new AtomicInteger();

	private volatile @Nullable ServiceGroupException failure;

	SourceReader(Supplier<String> url) {
		this.url = url;
	}

	/** Starts a read, and returns a supplier that waits for its result. */
	<T> Supplier<T> ask(Supplier<T> read) {
		ServiceGroupException known = this.failure;
		if (known != null && this.pendingReads.get() > 0) {
			return () -> {
				throw known;
			};
		}
		CompletableFuture<T> answer = begin(read);
		return () -> await(answer, (known != null) ? FAILING_READ_TIMEOUT : READ_TIMEOUT);
	}

	private <T> CompletableFuture<T> begin(Supplier<T> read) {
		this.pendingReads.incrementAndGet();
		try {
			return CompletableFuture.supplyAsync(() -> answer(read), this.threads);
		}
		catch (RejectedExecutionException ex) {
			this.pendingReads.decrementAndGet();
			throw closed(ex);
		}
		catch (Error ex) {
			// No thread could be started. Decrement, or the source would never be read
			// again.
			this.pendingReads.decrementAndGet();
			throw ex;
		}
	}

	private ServiceGroupUnavailableException closed(RuntimeException cause) {
		return new ServiceGroupUnavailableException(this.url.get() + " is not read: the driver is closed", cause);
	}

	private <T> T answer(Supplier<T> read) {
		try {
			T answer = read.get();
			if (this.failure != null) {
				this.failure = null;
				logger.info("Migration source {} can be read again", this.url.get());
			}
			return answer;
		}
		catch (CoordinationInterruptedException ex) {
			// Only close() interrupts these threads.
			throw closed(ex);
		}
		catch (Throwable ex) {
			throw failed((ex instanceof ServiceGroupException known) ? known
					: new ServiceGroupException("Unexpected: " + ex, ex));
		}
		finally {
			this.pendingReads.decrementAndGet();
		}
	}

	private <T> T await(CompletableFuture<T> answer, Duration timeout) {
		try {
			return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof ServiceGroupException known) ? known
					: new ServiceGroupException("Unexpected: " + ex.getCause(), ex);
		}
		catch (TimeoutException ex) {
			throw failed(new ServiceGroupUnavailableException(this.url.get() + " does not answer", ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for " + this.url.get(), ex);
		}
	}

	private ServiceGroupException failed(ServiceGroupException ex) {
		if (this.failure == null) {
			logger.warn("Migration source {} cannot be read: views of groups with members registered there "
					+ "only go stale; retrying. Cause: {}", this.url.get(), Printable.of(ex.getMessage()));
		}
		this.failure = ex;
		return ex;
	}

	/** Runs work on another thread, unless this reader is closed. */
	void later(Runnable work) {
		try {
			this.threads.execute(work);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Migration source is closed", ex);
		}
	}

	@Nullable String problem() {
		ServiceGroupException why = this.failure;
		return (why != null) ? why.getMessage() : null;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
