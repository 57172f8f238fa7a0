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
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the old store, on threads of their own, while the new one is asked. Once it is
 * known not to answer, one question at a time goes on trying, and nobody waits for it.
 */
final class SourceReader implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SourceReader.class);

	/** A driver's own deadlines are below it. */
	private static final Duration PATIENCE = Duration.ofMillis(3500);

	private static final Duration HASTE = Duration.ofMillis(100);

	/** Some drivers know it only once they are connected. */
	private final Supplier<String> url;

	private final ExecutorService threads = Executors
		.newCachedThreadPool(DaemonThreads.named("servicegroup-old-reader"));

	private final AtomicInteger asking = new AtomicInteger();

	private volatile @Nullable ServiceGroupException failure;

	SourceReader(Supplier<String> url) {
		this.url = url;
	}

	/** Asks, and returns what waits for the answer. */
	<T> Supplier<T> ask(Supplier<T> question) {
		ServiceGroupException known = this.failure;
		if (known != null && this.asking.get() > 0) {
			return () -> {
				throw known;
			};
		}
		CompletableFuture<T> answer = begin(question);
		return () -> await(answer, (known != null) ? HASTE : PATIENCE);
	}

	private <T> CompletableFuture<T> begin(Supplier<T> question) {
		this.asking.incrementAndGet();
		try {
			return CompletableFuture.supplyAsync(() -> answer(question), this.threads);
		}
		catch (RejectedExecutionException ex) {
			this.asking.decrementAndGet();
			throw new ServiceGroupUnavailableException(this.url.get() + " is not asked any more: it is closed", ex);
		}
		catch (Error ex) {
			// No thread could be started. Otherwise it would never be asked again.
			this.asking.decrementAndGet();
			throw ex;
		}
	}

	private <T> T answer(Supplier<T> question) {
		try {
			T answer = question.get();
			if (this.failure != null) {
				this.failure = null;
				logger.info("The old place {} can be read again", this.url.get());
			}
			return answer;
		}
		catch (Throwable ex) {
			throw failed((ex instanceof ServiceGroupException known) ? known
					: new ServiceGroupException("Unexpected: " + ex, ex));
		}
		finally {
			this.asking.decrementAndGet();
		}
	}

	private <T> T await(CompletableFuture<T> answer, Duration patience) {
		try {
			return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
			throw new ServiceGroupUnavailableException(this.url.get() + " was not waited for", ex);
		}
	}

	private ServiceGroupException failed(ServiceGroupException ex) {
		if (this.failure == null) {
			logger.warn("The old place {} cannot be read. {}", this.url.get(), ex.getMessage());
		}
		this.failure = ex;
		return ex;
	}

	/** Has something done that nobody waits for, unless it is closed. */
	void later(Runnable work) {
		try {
			this.threads.execute(work);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The old place is closed", ex);
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
