package io.servicegroup.tck;

import io.servicegroup.tooz.CoordinationInterruptedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes calls on a thread whose interrupt flag is set. Each call must succeed or throw a
 * {@link CoordinationInterruptedException}, and leave the flag set.
 */
public final class InterruptedCalls {

	private InterruptedCalls() {
	}

	/**
	 * Makes the calls, one after the other.
	 * @param calls the calls
	 */
	public static void check(Runnable... calls) {
		for (int i = 0; i < calls.length; i++) {
			boolean flag;
			Thread.currentThread().interrupt();
			try {
				calls[i].run();
			}
			catch (CoordinationInterruptedException ex) {
				assertThat(ex).hasMessageContaining("Interrupted");
			}
			finally {
				// Cleared in any case, so that the next test does not see it.
				flag = Thread.interrupted();
			}
			assertThat(flag).as("interrupt flag after call " + i).isTrue();
		}
	}

}
