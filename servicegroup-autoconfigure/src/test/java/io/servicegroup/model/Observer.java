package io.servicegroup.model;

import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.membership.ModelMember;
import io.servicegroup.tooz.coordination.GroupFollower;

/**
 * A live view of a process, read when it would be, and what its listener heard.
 */
final class Observer {

	private final World world;

	private final Process process;

	private final String group;

	private final SimulatedThread thread;

	private final ModelMember.View view;

	private final GracePeriod gracePeriod;

	/** The members, by the events alone. */
	private final Map<String, Member> heard = new TreeMap<>();

	private int events;

	/** When the last reading began. */
	private long readAt;

	/** How often the wall clock had jumped when the view was last read. */
	private int jumps;

	private int plans;

	private Runnable lookAgain = () -> {
	};

	Observer(World world, Process process, ModelMember member, String group, SimulatedThread thread) {
		this.world = world;
		this.process = process;
		this.group = group;
		this.thread = thread;
		this.gracePeriod = new GracePeriod(world.now());
		this.view = member.follow(group, World.POLL, this::plan, this::hears);
		plan();
	}

	GroupView view() {
		return this.view.peek();
	}

	GracePeriod gracePeriod() {
		return this.gracePeriod;
	}

	Map<String, Member> heard() {
		return this.heard;
	}

	/** Whether a reading took so long that it was old when it was there. */
	boolean readTooLate() {
		return this.world.now() - this.readAt >= GroupFollower.maxAge(World.POLL, World.TIMEOUT).toNanos();
	}

	/** As {@code FollowerLoop}: plans the next reading for when it is due by now. */
	private void plan() {
		int plan = ++this.plans;
		this.world.in(Math.max(0, this.view.nanosUntilDue()), this.thread, () -> {
			if (plan == this.plans) {
				read();
				plan();
			}
		});
	}

	private void read() {
		GroupView before = this.view.peek();
		int heardBefore = this.events;
		int jumpsNow = this.world.jumps();
		this.readAt = this.world.now();
		this.view.refresh();
		if (this.process.isEnded()) {
			return;
		}
		this.world.rules().viewWasRead(this.process, this, before, heardBefore != this.events, this.jumps == jumpsNow);
		if (this.process.backend().listed() != null && !view().stale()) {
			this.jumps = jumpsNow;
		}
	}

	void watched(Runnable look) {
		this.lookAgain = look;
	}

	/** Something has changed, and the store says so. */
	void push() {
		this.lookAgain.run();
	}

	private void hears(MemberEvent event) {
		this.events++;
		Member member = event.member();
		this.world.note(this.process, "hears " + event.getClass().getSimpleName() + " " + member.id());
		Member before = (event instanceof MemberLeftEvent) ? this.heard.remove(member.id())
				: this.heard.put(member.id(), member);
		boolean known = event instanceof MemberLeftEvent || event instanceof MemberChangedEvent;
		if (known != (before != null)) {
			throw this.world.rules()
				.broken(Rule.EVENTS_MAKE_THE_VIEW, this.process + " received " + event + " after " + before);
		}
	}

	@Override
	public String toString() {
		return "the view of " + this.group + " at " + this.process;
	}

}
