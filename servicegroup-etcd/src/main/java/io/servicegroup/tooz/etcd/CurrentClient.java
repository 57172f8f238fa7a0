package io.servicegroup.tooz.etcd;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a client for several calls, and replaces it after its TLS material was replaced.
 * A replaced client is closed once no call uses it: before, another call may have it, but
 * not have sent its request yet. Thread-safe.
 *
 * @param <T> the type of the client
 */
final class CurrentClient<T> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CurrentClient.class);

	private final Supplier<T> factory;

	private final Supplier<Object> tlsVersion;

	private final Consumer<T> closer;

	private @Nullable Use current;

	/** The version of the TLS material that the client was created with. */
	private Object clientVersion;

	private boolean closed;

	/**
	 * Creates no client: the first use does.
	 * @param factory creates a client
	 * @param tlsVersion returns another object after the TLS material was replaced
	 * @param closer closes a client without waiting
	 */
	CurrentClient(Supplier<T> factory, Supplier<Object> tlsVersion, Consumer<T> closer) {
		this.factory = factory;
		this.tlsVersion = tlsVersion;
		this.closer = closer;
		this.clientVersion = tlsVersion.get();
	}

	/**
	 * Returns the client for one call, which must {@linkplain Use#close() end} the use.
	 * After {@link #close()}, returns a new client for each call, so that a lock can
	 * still be released.
	 */
	synchronized Use use() {
		Use used = this.current;
		Object version = this.tlsVersion.get();
		if (used != null && version != this.clientVersion) {
			this.clientVersion = version;
			used = replaced(used);
		}
		if (used == null) {
			used = new Use(this.factory.get());
			if (!this.closed) {
				this.clientVersion = version;
				this.current = used;
			}
		}
		used.calls++;
		return used;
	}

	private Use replaced(Use previous) {
		try {
			Use next = new Use(this.factory.get());
			this.current = next;
			closeIfUnused(previous);
			return next;
		}
		catch (RuntimeException ex) {
			logger.error("The new TLS material of etcd cannot be used; the previous one stays in use", ex);
			return previous;
		}
	}

	/** Lets later calls use another client. */
	synchronized void renew() {
		Use used = this.current;
		if (used != null) {
			discard(used);
		}
	}

	private synchronized void discard(Use used) {
		if (this.current == used) {
			this.current = null;
			closeIfUnused(used);
		}
	}

	private void closeIfUnused(Use used) {
		if (used.calls == 0 && used != this.current) {
			this.closer.accept(used.client);
		}
	}

	private synchronized void end(Use used) {
		used.calls--;
		closeIfUnused(used);
	}

	/** Closes the client once no call uses it. Later calls still work. */
	@Override
	public synchronized void close() {
		Use last = this.current;
		this.current = null;
		this.closed = true;
		if (last != null) {
			closeIfUnused(last);
		}
	}

	/** A client and the number of calls that use it. */
	final class Use implements AutoCloseable {

		private final T client;

		private int calls;

		private Use(T client) {
			this.client = client;
		}

		T client() {
			return this.client;
		}

		/** Lets later calls use another client, because this one does not answer. */
		void discard() {
			CurrentClient.this.discard(this);
		}

		/** Ends the use of the client by one call. */
		@Override
		public void close() {
			end(this);
		}

	}

}
