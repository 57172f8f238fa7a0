package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Creates factories of daemon threads, which do not keep the JVM alive.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Returns a factory for daemon threads.
	 * @param name the name of each thread
	 * @return the factory
	 */
	public static ThreadFactory named(String name) {
		return (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Returns an executor for delayed tasks on one daemon thread. The thread ends when it
	 * is idle, so it needs no shutdown. A cancelled task is removed at once.
	 * @param name the name of the thread
	 * @return the executor
	 */
	public static ScheduledThreadPoolExecutor timer(String name) {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named(name));
		timer.setRemoveOnCancelPolicy(true);
		timer.setKeepAliveTime(1, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		return timer;
	}

	/**
	 * Returns an executor that starts a daemon thread for each task. If no thread can be
	 * started, the calling thread runs the task.
	 * @param name the name of each thread
	 * @return the executor
	 */
	public static Executor starting(String name) {
		ThreadFactory threads = named(name);
		return (task) -> {
			try {
				threads.newThread(task).start();
			}
			catch (OutOfMemoryError ex) {
				// Such as "unable to create native thread".
				task.run();
			}
		};
	}

	/**
	 * Runs work by an executor, and waits for it even if the calling thread is
	 * interrupted. Work that hangs, such as in a call of the operating system, goes on
	 * after the timeout, with its thread interrupted.
	 * @param executor runs the work
	 * @param timeout the maximum time to wait
	 * @param work the work; an exception or error that it throws in time is thrown
	 * @return whether the work has ended
	 */
	public static boolean run(Executor executor, Duration timeout, Runnable work) {
		FutureTask<?> task = new FutureTask<>(work, null);
		executor.execute(task);
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			return Interrupts.defer(() -> hasEnded(task, deadline - System.nanoTime()));
		}
		catch (ExecutionException ex) {
			throw unchecked(ex);
		}
	}

	private static boolean hasEnded(FutureTask<?> task, long nanos) throws ExecutionException, InterruptedException {
		try {
			task.get(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			task.cancel(true);
			return false;
		}
	}

	/**
	 * Returns the cause of a failed task, which declares no checked exception. Throws it
	 * if it is an error.
	 * @param failure the failure of the task
	 * @return the exception to throw
	 */
	public static RuntimeException unchecked(ExecutionException failure) {
		if (failure.getCause() instanceof Error error) {
			throw error;
		}
		return (failure.getCause() instanceof RuntimeException exception) ? exception
				: new IllegalStateException(failure.getCause());
	}

	/**
	 * Stops an executor: no further task is accepted. Waits for its tasks, and interrupts
	 * them after two thirds of the timeout.
	 * @param executor the executor
	 * @param timeout the maximum time to wait
	 */
	public static void stop(ExecutorService executor, Duration timeout) {
		executor.shutdown();
		long third = timeout.toNanos() / 3;
		try {
			if (!executor.awaitTermination(2 * third, TimeUnit.NANOSECONDS)) {
				executor.shutdownNow();
				executor.awaitTermination(third, TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
