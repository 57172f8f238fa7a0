package io.servicegroup.tooz.redis;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All that lies behind what the client threw. Of the sentinels' answers some are causes
 * of it, some are merely suppressed.
 */
final class RedisCauses {

	private final List<Throwable> all = new ArrayList<>();

	private final Throwable root;

	RedisCauses(Throwable thrown) {
		Throwable last = thrown;
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			this.all.add(ex);
			last = ex;
		}
		this.root = last;
		for (Throwable cause : List.copyOf(this.all)) {
			for (Throwable suppressed : cause.getSuppressed()) {
				this.all.addAll(new RedisCauses(suppressed).all);
			}
		}
	}

	/** The last of the causes. */
	Throwable root() {
		return this.root;
	}

	/** The first of a type, or {@code null}. */
	<T extends Throwable> @Nullable T find(Class<T> type) {
		return this.all.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	boolean have(Class<? extends Throwable> type) {
		return find(type) != null;
	}

	/** Whether any message has these words. */
	boolean mention(String words) {
		return this.all.stream().anyMatch((ex) -> String.valueOf(ex.getMessage()).contains(words));
	}

}
