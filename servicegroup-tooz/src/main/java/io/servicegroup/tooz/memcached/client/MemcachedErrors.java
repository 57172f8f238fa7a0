package io.servicegroup.tooz.memcached.client;

import java.util.Locale;

import io.servicegroup.tooz.CoordinationException;

/**
 * Creates exceptions for the server's error replies, with advice on how to fix the cause.
 */
final class MemcachedErrors {

	private MemcachedErrors() {
	}

	static CoordinationException refused(MemcachedAddress server, Throwable cause) {
		String reason = String.valueOf(cause.getMessage());
		return new CoordinationException(server + " refused the command: " + reason + advice(reason), cause);
	}

	/** Returns advice for an error message of the text or the binary protocol. */
	private static String advice(String reason) {
		if (reason.contains(": ERROR")) {
			return ". The server may have reached its limit of connections: raise it (memcached -c)";
		}
		String lower = reason.toLowerCase(Locale.ROOT);
		if (lower.contains("too large")) {
			return ". A group is one item: use fewer members or smaller capabilities, or raise the server's limit "
					+ "(memcached -I)";
		}
		if (lower.contains("out of memory")) {
			return ". The server is full and must not evict items: give it more memory (memcached -m), or allow "
					+ "evictions (no -M)";
		}
		return lower.contains("auth")
				? ". The server requires a password: set it in the URL as memcached://user:password@host:11211" : "";
	}

}
