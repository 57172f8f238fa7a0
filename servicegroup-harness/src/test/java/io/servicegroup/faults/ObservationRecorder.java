package io.servicegroup.faults;

import java.util.function.Consumer;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MembershipStatus;
import io.servicegroup.membership.LiveServiceGroupAPI;

/**
 * Reports what an API shows its application: the events of a group as they are delivered,
 * and, sampled every 10 ms, each change of the view's staleness and of the status.
 */
final class ObservationRecorder implements AutoCloseable {

	private final LiveServiceGroupAPI api;

	private final String group;

	private final Consumer<Observation> sink;

	private volatile boolean closed;

	private boolean stale;

	private boolean up = true;

	/**
	 * Whether the last reported DOWN had no cause yet, because there was no heartbeat.
	 */
	private boolean unknown;

	ObservationRecorder(LiveServiceGroupAPI api, String group, Consumer<Observation> sink) {
		this.api = api;
		this.group = group;
		this.sink = sink;
	}

	void start() {
		this.api.addListener(this.group, this::event);
		Thread sampler = new Thread(this::sampleUntilClosed, "recorder");
		sampler.setDaemon(true);
		sampler.start();
	}

	private void event(MemberEvent event) {
		Observation.Kind kind = (event instanceof MemberJoinedEvent) ? Observation.Kind.JOINED
				: (event instanceof MemberLeftEvent) ? Observation.Kind.LEFT : Observation.Kind.CHANGED;
		report(kind, event.member().id(), version(event.member()));
	}

	static String version(Member member) {
		return String.valueOf(member.capabilities().get("version"));
	}

	private void sampleUntilClosed() {
		try {
			while (!this.closed) {
				sample(this.api.getStatus());
				Thread.sleep(10);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void sample(MembershipStatus status) {
		GroupView view = status.views().get(this.group);
		if (view != null && view.stale() != this.stale) {
			this.stale = view.stale();
			report(this.stale ? Observation.Kind.STALE : Observation.Kind.FRESH, this.api.getMemberId(),
					Long.toString(view.asOf().toEpochMilli()));
		}
		boolean isUnknown = "No heartbeat yet".equals(status.problem());
		if (status.isUp() != this.up || this.unknown && !isUnknown) {
			this.up = status.isUp();
			this.unknown = isUnknown;
			report(this.up ? Observation.Kind.UP : Observation.Kind.DOWN, this.api.getMemberId(),
					String.valueOf(status.problem()));
		}
	}

	private void report(Observation.Kind kind, String subject, String detail) {
		this.sink.accept(new Observation(System.nanoTime(), kind, subject, detail));
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
