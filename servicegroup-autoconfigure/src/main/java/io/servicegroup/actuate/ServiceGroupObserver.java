package io.servicegroup.actuate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.OperationTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Records heartbeats, calls to the store, and locks. A call or a wait for a lock within
 * an observation, such as that of a web request, is an observation itself, so that a
 * trace contains it. Those of the library's own threads are recorded by the same timers
 * only, so that no handler of the application can delay a heartbeat.
 *
 * @since 0.1.0
 */
public final class ServiceGroupObserver implements CoordinationObserver {

	private final MeterRegistry meters;

	private final ObservationRegistry observations;

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger held = new AtomicInteger();

	private final Counter lost;

	/**
	 * Creates the observer, and registers the meters that have no tags.
	 * @param meters the registry for meters
	 * @param observations the registry for observations
	 */
	public ServiceGroupObserver(MeterRegistry meters, ObservationRegistry observations) {
		this.meters = meters;
		this.observations = observations;
		Gauge.builder("servicegroup.locks.waiting", this.waiting, AtomicInteger::get)
			.description("Threads that are acquiring a lock")
			.register(meters);
		Gauge.builder("servicegroup.locks.held", this.held, AtomicInteger::get)
			.description("Locks that this application holds")
			.register(meters);
		this.lost = Counter.builder("servicegroup.locks.lost")
			.description("Locks that were lost while this application held them")
			.register(meters);
	}

	/**
	 * Records a heartbeat.
	 * @param duration how long it took
	 * @param failure the exception that it ended with, or {@code null} if it succeeded
	 */
	public void heartbeat(Duration duration, @Nullable Throwable failure) {
		Timer.builder("servicegroup.heartbeat")
			.description("Heartbeats of this application")
			.tag("outcome", (failure != null) ? "failure" : "success")
			.tag("reason", reason(failure))
			.register(this.meters)
			.record(duration);
	}

	private static String reason(@Nullable Throwable failure) {
		if (failure == null) {
			return "none";
		}
		if (failure.getCause() instanceof OperationTimeoutException) {
			return "timeout";
		}
		if (failure instanceof ServiceGroupUnavailableException) {
			return "unavailable";
		}
		if (failure instanceof DuplicateMemberException) {
			return "duplicate-member";
		}
		return (failure instanceof InvalidServiceGroupException) ? "invalid" : "other";
	}

	@Override
	public Activity storeCall(String backend, String operation) {
		Recording call = begin("servicegroup.store.calls", "Calls to the coordination service",
				Tags.of("backend", backend, "operation", operation), null);
		return (success, failure) -> call.end(Tags.empty(), failure);
	}

	@Override
	public Activity lockWait(String backend, String lock) {
		this.waiting.incrementAndGet();
		Recording wait = begin("servicegroup.locks.wait", "Acquisitions of locks", Tags.of("backend", backend), lock);
		return (success, failure) -> {
			this.waiting.decrementAndGet();
			wait.end(Tags.of("outcome", (failure != null) ? "failed" : success ? "acquired" : "not-acquired"), failure);
		};
	}

	@Override
	public Activity lockHold(String backend, String lock) {
		this.held.incrementAndGet();
		Timer.Sample sample = Timer.start(this.meters);
		return (success, failure) -> {
			this.held.decrementAndGet();
			sample.stop(Timer.builder("servicegroup.locks.hold")
				.description("The time for which locks were held")
				.tag("backend", backend)
				.register(this.meters));
		};
	}

	@Override
	public void lockLost(String backend, String lock) {
		this.lost.increment();
	}

	@Override
	public void membershipRestored(String group) {
		Counter.builder("servicegroup.rejoins")
			.description("Memberships of this application that the store had lost, and that a heartbeat restored")
			.tag("group", group)
			.register(this.meters)
			.increment();
	}

	private Recording begin(String name, String description, Tags tags, @Nullable String lock) {
		Observation observation = (this.observations.getCurrentObservation() != null)
				? Observation.createNotStarted(name, TaggedContext::new, this.observations) : Observation.NOOP;
		if (observation.isNoop()) {
			Timer.Sample sample = Timer.start(this.meters);
			return (more, failure) -> sample.stop(Timer.builder(name)
				.description(description)
				.tags(tags.and(more).and("error", (failure != null) ? failure.getClass().getSimpleName() : "none"))
				.register(this.meters));
		}
		TaggedContext context = (TaggedContext) observation.getContext();
		context.tag(tags);
		if (lock != null) {
			observation.highCardinalityKeyValue("lock", lock);
		}
		observation.start();
		return (more, failure) -> {
			context.tag(more);
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		};
	}

	/**
	 * Keeps the tags of the timer that an observation records equal to those of the
	 * timers without one: a registry such as that of Prometheus accepts one set of tag
	 * keys for a name. What filters and conventions of the application add is of high
	 * cardinality here, so traces have it.
	 */
	private static final class TaggedContext extends Observation.Context {

		private void tag(Tags tags) {
			tags.forEach((tag) -> super.addLowCardinalityKeyValue(KeyValue.of(tag.getKey(), tag.getValue())));
		}

		@Override
		public Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
			return (getLowCardinalityKeyValue(keyValue.getKey()) == null) ? addHighCardinalityKeyValue(keyValue) : this;
		}

	}

	/** A timer or an observation in progress, with the tags that are known at its end. */
	private interface Recording {

		void end(Tags tags, @Nullable Throwable failure);

	}

}
