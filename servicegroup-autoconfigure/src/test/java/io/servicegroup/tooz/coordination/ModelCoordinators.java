package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import org.jspecify.annotations.Nullable;

/**
 * Creates real coordinators for the model, without threads and with the model's clock.
 */
public final class ModelCoordinators {

	private ModelCoordinators() {
	}

	/**
	 * Creates a coordinator over a simulated backend.
	 * @param apart runs what would otherwise run on a separate thread
	 */
	public static ManagedCoordinator over(BackendType type, Supplier<Backend> backends, String memberId,
			LongSupplier nanoTime, Consumer<Runnable> apart) {
		return new BackendCoordinator(new BackendConnection(type, backends, null, Runnable::run), memberId,
				new IdValidator(type), new ModelLocks(nanoTime, apart), CoordinationObserver.NONE);
	}

	/** Returns a listener that is notified on the calling thread. */
	public static <E> AsyncListener<E> listener(Consumer<? super E> listener) {
		return new AsyncListener<>(listener, listener, new SameThread());
	}

	/** Locks without a watchdog. The expiry of a lock is detected by the next call. */
	private static final class ModelLocks extends LockManager {

		private final LongSupplier nanoTime;

		private final Consumer<Runnable> apart;

		ModelLocks(LongSupplier nanoTime, Consumer<Runnable> apart) {
			this.nanoTime = nanoTime;
			this.apart = apart;
		}

		@Override
		long nanoTime() {
			return this.nanoTime.getAsLong();
		}

		@Override
		void async(Runnable action) {
			this.apart.accept(action);
		}

		@Override
		@Nullable Future<?> expire(long nanos, Runnable check) {
			return null;
		}

		/** Does not wait, because the try in progress is further up on this stack. */
		@Override
		void awaitTries(Duration timeout) {
		}

	}

	private static final class SameThread extends AbstractExecutorService {

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		public void shutdown() {
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return true;
		}

	}

}
