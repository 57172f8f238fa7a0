package io.servicegroup.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupEvent;
import io.servicegroup.tooz.GroupEvent.MemberJoinedGroup;
import io.servicegroup.tooz.GroupEvent.MemberLeftGroup;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.WatchCallbackNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for tooz's watchers. A run must call the callbacks for each join and leave
 * since the previous run.
 */
public abstract class WatcherContract extends HealingContract {

	private final List<GroupEvent> events = new ArrayList<>();

	private final Consumer<GroupEvent> callback = this.events::add;

	@BeforeEach
	void clearEvents() {
		this.events.clear();
	}

	@Test
	void watchersReportJoinsAndLeavesSinceTheLastRun() {
		Coordinator one = joined("one", null);
		one.watchJoinGroup(this.group, this.callback);
		one.watchLeaveGroup(this.group, this.callback);
		assertThat(one.runWatchers()).isEmpty();
		Coordinator two = joined("two", null);
		assertThat(one.runWatchers()).containsExactly(new MemberJoinedGroup(this.group, "two"));
		two.leaveGroup(this.group);
		assertThat(one.runWatchers()).containsExactly(new MemberLeftGroup(this.group, "two"));
		assertThat(one.runWatchers()).isEmpty();
		assertThat(this.events).containsExactly(new MemberJoinedGroup(this.group, "two"),
				new MemberLeftGroup(this.group, "two"));
		one.unwatchJoinGroup(this.group, this.callback);
		one.unwatchLeaveGroup(this.group, this.callback);
		two.joinGroup(this.group, null);
		assertThat(one.runWatchers()).isEmpty();
		assertThat(this.events).hasSize(2);
	}

	@Test
	void aWatcherThatThrowsDoesNotAffectOthers() {
		Coordinator one = joined("one", null);
		one.watchJoinGroup(this.group, (event) -> {
			throw new IllegalStateException("on purpose");
		});
		one.watchJoinGroup(this.group, this.callback);
		joined("two", null);
		joined("three", null);
		assertThat(one.runWatchers()).hasSize(2);
		assertThat(this.events).hasSize(2);
	}

	@Test
	void watchersReportLeavesAndJoinsOfAWipedStore() {
		Coordinator one = coordinator("one");
		Coordinator two = joined("two", null);
		one.watchJoinGroup(this.group, this.callback);
		one.watchLeaveGroup(this.group, this.callback);
		this.server.wipe();
		assertThat(one.runWatchers()).containsExactly(new MemberLeftGroup(this.group, "two"));
		two.heartbeat();
		assertThat(one.runWatchers()).containsExactly(new MemberJoinedGroup(this.group, "two"));
	}

	@Test
	void watcherErrorsAreToozErrors() {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(GroupNotFoundException.class)
			.isThrownBy(() -> one.watchJoinGroup(this.group, this.callback));
		assertThatExceptionOfType(GroupNotFoundException.class)
			.isThrownBy(() -> one.watchLeaveGroup(this.group, this.callback));
		assertThatExceptionOfType(WatchCallbackNotFoundException.class)
			.isThrownBy(() -> one.unwatchJoinGroup(this.group, this.callback));
		assertThatExceptionOfType(WatchCallbackNotFoundException.class)
			.isThrownBy(() -> one.unwatchLeaveGroup(this.group, this.callback));
	}

}
