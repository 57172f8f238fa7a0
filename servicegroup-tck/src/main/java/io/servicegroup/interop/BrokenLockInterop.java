package io.servicegroup.interop;

import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contracts for breaking a lock of the other language, for the backends that can
 * break locks and for those that cannot.
 */
interface BrokenLockInterop {

	DistributedLock javaLock();

	PythonLock pythonLock();

	void assertPythonOwns(PythonLock python, boolean expected);

	/** Returns the result of tooz's {@code release} for a lock that was broken before. */
	default boolean pythonReleasesABrokenLock() {
		return false;
	}

	interface JavaBreaks extends BrokenLockInterop {

		@Test
		default void javaBreaksPythonsLock() {
			DistributedLock java = javaLock();
			PythonLock python = pythonLock();
			assertThat(python.tryAcquire()).isTrue();
			assertThat(java.breakLock()).isTrue();
			assertPythonOwns(python, false);
			assertThat(java.acquire(false)).isTrue();
			assertThat(python.release()).isEqualTo(pythonReleasesABrokenLock());
			assertThat(java.isStillOwner()).isTrue();
			assertThat(java.release()).isTrue();
		}

	}

	interface JavaCannotBreak extends BrokenLockInterop {

		@Test
		default void javaCannotBreakPythonsLock() {
			DistributedLock java = javaLock();
			PythonLock python = pythonLock();
			assertThat(python.tryAcquire()).isTrue();
			assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(java::breakLock);
			assertPythonOwns(python, true);
			assertThat(python.release()).isTrue();
		}

	}

	interface PythonBreaks extends BrokenLockInterop {

		@Test
		default void pythonBreaksJavasLock() {
			DistributedLock java = javaLock();
			PythonLock python = pythonLock();
			assertThat(java.acquire(false)).isTrue();
			assertThat(python.breakLock()).isTrue();
			assertThat(python.tryAcquire()).isTrue();
			assertThat(java.isStillOwner()).isFalse();
			assertThat(java.release()).isFalse();
			assertPythonOwns(python, true);
			assertThat(python.release()).isTrue();
		}

	}

	interface PythonCannotBreak extends BrokenLockInterop {

		@Test
		default void pythonCannotBreakJavasLock() {
			DistributedLock java = javaLock();
			PythonLock python = pythonLock();
			assertThat(java.acquire(false)).isTrue();
			InteropFixture.assertRaises("NotImplemented", python::breakLock);
			assertThat(java.isStillOwner()).isTrue();
			assertThat(java.release()).isTrue();
		}

	}

}
