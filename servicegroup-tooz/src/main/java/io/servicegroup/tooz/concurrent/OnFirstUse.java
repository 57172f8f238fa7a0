package io.servicegroup.tooz.concurrent;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A value that is created when it is first used. The clients of the stores are: loading
 * their classes would take a large part of an application's start. Thread-safe.
 *
 * @param <T> the type of the value
 */
public final class OnFirstUse<T> {

	private final Supplier<? extends T> creation;

	private volatile @Nullable T value;

	private boolean ended;

	/**
	 * Takes what creates the value. Does not create it.
	 * @param creation creates the value; if it fails, the next use calls it again
	 * @param needed classes of the libraries that the creation needs. The caller's
	 * reference to them reports a missing library now
	 */
	public OnFirstUse(Supplier<? extends T> creation, Class<?>... needed) {
		this.creation = creation;
	}

	/**
	 * Returns the value. The first call creates it.
	 * @return the value, always the same
	 * @throws IllegalStateException after the {@linkplain #end end}, if the value was not
	 * created before
	 */
	public T get() {
		T created = this.value;
		return (created != null) ? created : create();
	}

	private synchronized T create() {
		T created = this.value;
		if (created == null) {
			if (this.ended) {
				throw new IllegalStateException("The client is closed");
			}
			created = uninterrupted(this.creation);
			this.value = created;
		}
		return created;
	}

	/**
	 * Libraries may lose an interrupt while they load their classes, and a class whose
	 * initialization an interrupt has ended can never be used.
	 */
	private static <T> T uninterrupted(Supplier<T> creation) {
		boolean interrupted = Thread.interrupted();
		try {
			return creation.get();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Returns the value if it was created.
	 * @return the value, or {@code null}
	 */
	public @Nullable T ifCreated() {
		return this.value;
	}

	/**
	 * Ends the creation. Waits for one in progress.
	 * @param close called with the value, if it was created
	 */
	public void end(Consumer<? super T> close) {
		T created;
		synchronized (this) {
			this.ended = true;
			created = this.value;
		}
		if (created != null) {
			close.accept(created);
		}
	}

}
