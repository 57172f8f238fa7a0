package io.servicegroup.tooz;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies several observers, and keeps their exceptions from each other and from the
 * calls that they observe.
 */
final class IsolatedObservers implements CoordinationObserver {

	private static final Logger logger = LoggerFactory.getLogger(CoordinationObserver.class);

	private final List<CoordinationObserver> observers;

	/** Those whose first failure was logged. */
	private final Set<CoordinationObserver> failed = ConcurrentHashMap.newKeySet();

	private IsolatedObservers(List<CoordinationObserver> observers) {
		this.observers = observers;
	}

	static CoordinationObserver of(Collection<? extends CoordinationObserver> observers) {
		List<CoordinationObserver> others = observers.stream()
			.<CoordinationObserver>map((observer) -> observer)
			.filter((observer) -> observer != NONE)
			.toList();
		if (others.isEmpty()) {
			return NONE;
		}
		return (others.size() == 1 && others.get(0) instanceof IsolatedObservers isolated) ? isolated
				: new IsolatedObservers(others);
	}

	@Override
	public Activity storeCall(String backend, String operation) {
		return begin((observer) -> observer.storeCall(backend, operation));
	}

	@Override
	public Activity lockWait(String backend, String lock) {
		return begin((observer) -> observer.lockWait(backend, lock));
	}

	@Override
	public Activity lockHold(String backend, String lock) {
		return begin((observer) -> observer.lockHold(backend, lock));
	}

	@Override
	public void lockLost(String backend, String lock) {
		this.observers.forEach((observer) -> run(observer, (one) -> one.lockLost(backend, lock)));
	}

	@Override
	public void membershipRestored(String group) {
		this.observers.forEach((observer) -> run(observer, (one) -> one.membershipRestored(group)));
	}

	private Activity begin(Function<CoordinationObserver, Activity> begin) {
		List<Activity> activities = this.observers.stream().map((observer) -> begin(observer, begin)).toList();
		return (success, failure) -> activities.forEach((activity) -> activity.end(success, failure));
	}

	private Activity begin(CoordinationObserver observer, Function<CoordinationObserver, Activity> begin) {
		try {
			Activity activity = begin.apply(observer);
			return (success, failure) -> run(observer, (one) -> activity.end(success, failure));
		}
		catch (Throwable ex) {
			log(observer, ex);
			return Activity.NONE;
		}
	}

	private void run(CoordinationObserver observer, Consumer<CoordinationObserver> call) {
		try {
			call.accept(observer);
		}
		catch (Throwable ex) {
			log(observer, ex);
		}
	}

	private void log(CoordinationObserver observer, Throwable ex) {
		if (this.failed.add(observer)) {
			logger.warn("Observer {} failed: metrics and traces may be incomplete; further failures are not logged. "
					+ "Check the application's ObservationHandlers", observer, ex);
		}
	}

}
