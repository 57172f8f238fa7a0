package io.servicegroup.tooz.coordination;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupEvent;
import io.servicegroup.tooz.WatchCallbackNotFoundException;
import io.servicegroup.tooz.format.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch callbacks by group, called in the order of their registration. If a callback
 * throws, logs the error and still calls the others.
 *
 * @param <E> the event type
 */
final class Callbacks<E extends GroupEvent> {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final Map<String, List<Consumer<? super E>>> byGroup = new ConcurrentHashMap<>();

	void add(String group, Consumer<? super E> callback) {
		this.byGroup.computeIfAbsent(group, (id) -> new CopyOnWriteArrayList<>()).add(callback);
	}

	void remove(String group, Consumer<? super E> callback) {
		List<Consumer<? super E>> callbacks = this.byGroup.get(group);
		if (callbacks == null || !callbacks.remove(callback)) {
			throw new WatchCallbackNotFoundException(group);
		}
		this.byGroup.computeIfPresent(group, (id, left) -> left.isEmpty() ? null : left);
	}

	Set<String> groups() {
		return this.byGroup.keySet();
	}

	boolean has(String group) {
		return this.byGroup.containsKey(group);
	}

	void call(E event) {
		this.byGroup.getOrDefault(event.group(), List.of()).forEach((callback) -> {
			try {
				callback.accept(event);
			}
			catch (Throwable ex) {
				logger.error("Watch callback for {} failed: it is not called again for this event; the other callbacks "
						+ "still run. Fix the callback", Printable.of(event), ex);
			}
		});
	}

}
