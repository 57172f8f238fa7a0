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
 * tooz's watchers, which tell when they are run.
 */
public abstract class WatcherContract extends HealingContract {

	private final List<GroupEvent> told = new ArrayList<>();

	private final Consumer<GroupEvent> callback = this.told::add;

	@BeforeEach
	void forgetWhatWasTold() {
		this.told.clear();
	}

	@Test
	void watchersTellWhoJoinedAndLeftSinceTheLastRun() {
		Coordinator one = joined("one", null);
		one.watchJoinGroup(this.group, this.callback);
		one.watchLeaveGroup(this.group, this.callback);
		assertThat(one.runWatchers()).isEmpty();
		Coordinator two = joined("two", null);
		assertThat(one.runWatchers()).containsExactly(new MemberJoinedGroup(this.group, "two"));
		two.leaveGroup(this.group);
		assertThat(one.runWatchers()).containsExactly(new MemberLeftGroup(this.group, "two"));
		assertThat(one.runWatchers()).isEmpty();
		assertThat(this.told).containsExactly(new MemberJoinedGroup(this.group, "two"),
				new MemberLeftGroup(this.group, "two"));
		one.unwatchJoinGroup(this.group, this.callback);
		one.unwatchLeaveGroup(this.group, this.callback);
		two.joinGroup(this.group, null);
		assertThat(one.runWatchers()).isEmpty();
		assertThat(this.told).hasSize(2);
	}

	@Test
	void aWatcherThatThrowsCostsNoOther() {
		Coordinator one = joined("one", null);
		one.watchJoinGroup(this.group, (event) -> {
			throw new IllegalStateException("on purpose");
		});
		one.watchJoinGroup(this.group, this.callback);
		joined("two", null);
		joined("three", null);
		assertThat(one.runWatchers()).hasSize(2);
		assertThat(this.told).hasSize(2);
	}

	@Test
	void watchersSurviveAWipedStore() {
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
	void errorsOfWatchersAreToozs() {
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
