package io.servicegroup.interop;

import java.time.Duration;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemcachedInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	@Test
	void aKilledJavaMemberIsRemovedThoughItsIdLivesInAnotherGroup() {
		PythonMember python = python("python");
		python.callOn("create_group", this.group);
		LocalProcess killed = javaProcess("one");
		within(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(python.members(this.group)).contains("one"));
		Coordinator live = beating(coordinator("one"));
		live.joinGroupCreate(this.group + "-b", null);
		killed.kill();
		Coordinator reader = coordinator("reader");
		within(BOUND).untilAsserted(() -> assertThat(reader.getMembers(this.group)).isEmpty());
		assertThat(python.members(this.group)).isEmpty();
		assertThat(python.members(this.group + "-b")).containsExactly("one");
		assertThat(reader.getMembers(this.group + "-b")).containsExactly("one");
	}

	@Test
	void aPythonMemberThatComesSecondStaysWhenTheJavaMemberStops() {
		Coordinator java = beatingJava("one", null);
		PythonMember python = beatingPython("one");
		python.callOn("create_group", this.group + "-b");
		python.callOn("join_group", this.group + "-b");
		Coordinator reader = coordinator("reader");
		assertThat(reader.getMembers(this.group)).containsExactly("one");
		java.stop();
		within(BOUND.multipliedBy(2)).during(BOUND).untilAsserted(() -> {
			assertThat(reader.getMembers(this.group + "-b")).containsExactly("one");
			assertThat(reader.getMembers(this.group)).isEmpty();
		});
	}

}
