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

	/** Tries once. */
	public boolean tryAcquire() {
		return (boolean) this.python.callOn("lock_acquire", this.name, false);
	}

	/** Has a thread of Python wait for it, for as long as it takes. */
	public void acquireLater() {
		this.python.callOn("lock_acquire_async", this.name);
	}

	/** How that went: {@code waiting}, {@code acquired}, or what was raised. */
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
