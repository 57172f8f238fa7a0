package io.servicegroup.tooz.coordination;

import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.CoordinationInterruptedException;

/**
 * Makes calls to the store that an interrupt must not prevent.
 */
final class Uninterruptibly {

	private Uninterruptibly() {
	}

	static boolean call(BooleanSupplier call) {
		return call(call, false);
	}

	/**
	 * Makes a call, and repeats it while it is interrupted. Each call ends by its
	 * deadline. Afterwards the thread's interrupt flag is set if there was an interrupt.
	 * @param call the call, which detects what an interrupted one has done
	 * @param ifRepeated the result if a repeated call returns {@code false}, because the
	 * interrupted one may have returned {@code true}
	 */
	static boolean call(BooleanSupplier call, boolean ifRepeated) {
		boolean interrupted = Thread.interrupted();
		boolean repeated = false;
		try {
			while (true) {
				try {
					return call.getAsBoolean() || (repeated && ifRepeated);
				}
				catch (CoordinationInterruptedException ex) {
					Thread.interrupted();
					interrupted = true;
					repeated = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
