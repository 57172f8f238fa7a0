package io.servicegroup.tooz.concurrent;

/**
 * Waits that an interrupt does not end.
 */
public final class Interrupts {

	private Interrupts() {
	}

	/**
	 * Waits, and waits again after each interrupt. Afterwards the thread's interrupt flag
	 * is set if there was one.
	 * @param <T> the type of the result
	 * @param <X> the type of a checked exception of the wait
	 * @param wait waits; if it has a deadline, for what is left of it
	 * @return the result of the wait
	 * @throws X if the wait throws it
	 */
	public static <T, X extends Exception> T defer(Wait<T, X> wait) throws X {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return wait.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * A wait that an interrupt ends.
	 *
	 * @param <T> the type of the result
	 * @param <X> the type of another checked exception
	 */
	@FunctionalInterface
	public interface Wait<T, X extends Exception> {

		/**
		 * Waits.
		 * @return the result
		 * @throws X if the wait fails
		 * @throws InterruptedException if the thread is interrupted
		 */
		T await() throws X, InterruptedException;

	}

}
