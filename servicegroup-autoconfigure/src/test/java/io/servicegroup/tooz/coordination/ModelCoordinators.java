package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import org.jspecify.annotations.Nullable;

/**
 * The real coordinator for the model: without threads, and by the model's clock.
 */
public final class ModelCoordinators {

	private ModelCoordinators() {
	}

	/**
	 * Makes a coordinator over a simulated backend.
	 * @param apart does what would be done on a thread of its own
	 */
	public static ManagedCoordinator over(BackendType type, Supplier<Backend> backends, String memberId,
			LongSupplier nanoTime, Consumer<Runnable> apart) {
		return new BackendCoordinator(new BackendConnection(type, backends), memberId, new IdValidator(type),
				new ModelLocks(nanoTime, apart));
	}

	/** A listener that hears at once. */
	public static <E> AsyncListener<E> listener(Consumer<? super E> listener) {
		return new AsyncListener<>(listener, listener, new SameThread());
	}

	/** Whoever asks for a lock finds out that it has expired: there is no watchdog. */
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

		/** Who is trying is further up on this very stack. */
		@Override
		void awaitTries(Duration patience) {
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
