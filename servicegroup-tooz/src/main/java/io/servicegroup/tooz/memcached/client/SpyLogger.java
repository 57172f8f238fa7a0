package io.servicegroup.tooz.memcached.client;

import net.spy.memcached.compat.log.Level;
import net.spy.memcached.compat.log.SLF4JLogger;

/**
 * spymemcached's logger, on SLF4J. spymemcached logs each error reply of the server as
 * ERROR, and then closes the connection with warnings, so a full server would flood the
 * log. The caller of a command receives the reply as an exception, and logs once what
 * follows from it. So these messages are logged at DEBUG, if they are about this
 * project's connections.
 */
public final class SpyLogger extends SLF4JLogger {

	/** In this package, only operations log errors: the replies of the server. */
	private final boolean ofOperation;

	/**
	 * Creates a logger. Called by spymemcached.
	 * @param name the name of the class that logs
	 */
	public SpyLogger(String name) {
		super(name);
		this.ofOperation = name.startsWith("net.spy.memcached.protocol.");
	}

	@Override
	public void log(Level level, Object message, Throwable failure) {
		super.log(isReportedToCaller(level) ? Level.DEBUG : level, message, failure);
	}

	private boolean isReportedToCaller(Level level) {
		if (!(Thread.currentThread().getUncaughtExceptionHandler() instanceof Replies connection)) {
			return false;
		}
		if (this.ofOperation && level == Level.ERROR) {
			connection.endsByErrorReply();
			return true;
		}
		return connection.hasErrorReply() && (level == Level.WARN || level == Level.INFO);
	}

	/** What a connection remembers of the server's replies. */
	interface Replies {

		/** Notes that the server replied an error: spymemcached closes the connection. */
		void endsByErrorReply();

		boolean hasErrorReply();

	}

}
