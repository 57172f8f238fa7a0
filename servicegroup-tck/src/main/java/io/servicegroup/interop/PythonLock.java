package io.servicegroup.interop;

/**
 * A lock of the real Python tooz.
 */
public final class PythonLock {

	private final PythonMember python;

	private final String name;

	PythonLock(PythonMember python, String name) {
		this.python = python;
		this.name = name;
	}

	/** Tries once to acquire the lock, without waiting. */
	public boolean tryAcquire() {
		return (boolean) this.python.callOn("lock_acquire", this.name, false);
	}

	/**
	 * Starts to acquire the lock on a thread of the Python process, without a time limit.
	 */
	public void acquireLater() {
		this.python.callOn("lock_acquire_async", this.name);
	}

	/**
	 * Returns the state of {@link #acquireLater}: {@code waiting}, {@code acquired}, or
	 * the exception that tooz raised.
	 */
	public String state() {
		return (String) this.python.callOn("lock_state", this.name);
	}

	public boolean release() {
		return (boolean) this.python.callOn("lock_release", this.name);
	}

	public boolean breakLock() {
		return (boolean) this.python.callOn("lock_break", this.name);
	}

	public boolean isStillOwner() {
		return (boolean) this.python.callOn("lock_is_owner", this.name);
	}

}
