package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.servicegroup.driver.db.DeadlineTask.Work;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.concurrent.DaemonThreads;

/**
 * Ends calls by a deadline, whatever the pool and the database do. Calls run on a fixed
 * number of threads, so that threads that hang do not accumulate. These threads do not
 * take part in the caller's transaction.
 */
final class DeadlineExecutor implements AutoCloseable {

	private static final int THREADS = 2;

	private static final int LONGEST_QUEUE = 100;

	private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

	private final DataSource dataSource;

	private final Supplier<Duration> deadline;

	private final ThreadPoolExecutor threads;

	/** Aborts connections; some JDBC drivers open a new connection for that. */
	private final ThreadPoolExecutor aborter;

	DeadlineExecutor(String name, DataSource dataSource, Supplier<Duration> deadline) {
		this.dataSource = dataSource;
		this.deadline = deadline;
		this.threads = daemons("servicegroup-db-" + name, THREADS);
		this.aborter = daemons("servicegroup-db-abort-" + name, 1);
		this.aborter.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
	}

	private static ThreadPoolExecutor daemons(String name, int most) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, 15, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(LONGEST_QUEUE), DaemonThreads.named(name));
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	<T> T call(Work<T> work) {
		DeadlineTask<T> task = new DeadlineTask<>(this.dataSource, work);
		FutureTask<T> call = new FutureTask<>(task);
		Duration deadline = this.deadline.get();
		try {
			this.threads.execute(call);
			return call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw DbErrors.translated((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (RejectedExecutionException ex) {
			throw new StoreUnavailableException(
					this.threads.isShutdown() ? "the driver is closed" : LONGEST_QUEUE + " calls are queued already",
					ex);
		}
		catch (TimeoutException ex) {
			boolean waiting = giveUp(call, task);
			throw new StoreUnavailableException(waiting
					? "the DataSource returned no connection within " + deadline.toMillis()
							+ " ms. Check that the server runs, and that the pool is large enough"
					: "no answer within " + deadline.toMillis() + " ms", ex);
		}
		catch (InterruptedException ex) {
			giveUp(call, task);
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for the database", ex);
		}
	}

	private boolean giveUp(FutureTask<?> call, DeadlineTask<?> task) {
		boolean waiting = task.expire(this.aborter);
		call.cancel(waiting);
		this.threads.remove(call);
		return waiting;
	}

	@Override
	public void close() {
		DaemonThreads.stop(this.threads, STOP_TIMEOUT);
		DaemonThreads.stop(this.aborter, STOP_TIMEOUT);
	}

}
