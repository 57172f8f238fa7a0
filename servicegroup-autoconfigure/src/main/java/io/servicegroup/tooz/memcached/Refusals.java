package io.servicegroup.tooz.memcached;

import io.servicegroup.tooz.ToozError;

/**
 * Says how to mend what the server refuses.
 */
final class Refusals {

	private Refusals() {
	}

	static ToozError of(MemcachedLink link, Throwable refusal) {
		String reason = String.valueOf(refusal.getMessage());
		return new ToozError(link + " refused: " + reason + advice(reason), refusal);
	}

	/** Of both protocols. */
	private static String advice(String reason) {
		String lower = reason.toLowerCase();
		if (lower.contains("too large")) {
			return ". A group is one item: use fewer members or smaller capabilities, or raise the server's limit "
					+ "(memcached -I)";
		}
		if (lower.contains("out of memory")) {
			return ". It is full and may not evict anything: give it more memory (memcached -m), or let it evict "
					+ "(no -M)";
		}
		return lower.contains("auth") ? ". It asks for a password: write memcached://user:password@host:11211" : "";
	}

}
