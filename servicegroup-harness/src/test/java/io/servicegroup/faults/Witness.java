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
 * Tells what an API lets its application see: the events of a group as they come; every
 * 10 ms whether the view is stale and whether the status is up, when it is news.
 */
final class Witness implements AutoCloseable {

	private final LiveServiceGroupAPI api;

	private final String group;

	private final Consumer<Sighting> tell;

	private volatile boolean closed;

	private boolean stale;

	private boolean up = true;

	/** Why it is DOWN is not known before the first heartbeat. */
	private boolean unknown;

	Witness(LiveServiceGroupAPI api, String group, Consumer<Sighting> tell) {
		this.api = api;
		this.group = group;
		this.tell = tell;
	}

	void start() {
		this.api.addListener(this.group, this::event);
		Thread sampler = new Thread(this::sampleForEver, "witness");
		sampler.setDaemon(true);
		sampler.start();
	}

	private void event(MemberEvent event) {
		Sighting.Kind kind = (event instanceof MemberJoinedEvent) ? Sighting.Kind.JOINED
				: (event instanceof MemberLeftEvent) ? Sighting.Kind.LEFT : Sighting.Kind.CHANGED;
		tell(kind, event.member().id(), version(event.member()));
	}

	static String version(Member member) {
		return String.valueOf(member.capabilities().get("version"));
	}

	private void sampleForEver() {
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
			tell(this.stale ? Sighting.Kind.STALE : Sighting.Kind.FRESH, this.api.getMemberId(),
					Long.toString(view.asOf().toEpochMilli()));
		}
		boolean isUnknown = "No heartbeat yet".equals(status.problem());
		if (status.isUp() != this.up || this.unknown && !isUnknown) {
			this.up = status.isUp();
			this.unknown = isUnknown;
			tell(this.up ? Sighting.Kind.UP : Sighting.Kind.DOWN, this.api.getMemberId(),
					String.valueOf(status.problem()));
		}
	}

	private void tell(Sighting.Kind kind, String subject, String detail) {
		this.tell.accept(new Sighting(System.nanoTime(), kind, subject, detail));
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
