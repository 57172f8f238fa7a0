package io.servicegroup.interop;

/**
 * Thrown if the real tooz raises an exception.
 */
public final class PythonError extends RuntimeException {

	private final String name;

	PythonError(String name, String message) {
		super(name + ": " + message);
		this.name = name;
	}

	/** Returns the class name of Python's exception. */
	public String name() {
		return this.name;
	}

}
