package io.servicegroup.interop;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@Test
	void aPythonMemberMayTakeAJavaMembersIdInAnotherGroup() {
		String other = this.group + "-b";
		beatingJava("one", null);
		Coordinator reader = coordinator("reader");
		PythonMember python = beatingPython("one");
		python.callOn("create_group", other);
		python.callOn("join_group", other);
		within(BOUND.multipliedBy(2)).during(BOUND).untilAsserted(() -> {
			assertThat(reader.getMembers(this.group)).containsExactly("one");
			assertThat(reader.getMembers(other)).containsExactly("one");
		});
		python.kill();
		within(BOUND.multipliedBy(2)).untilAsserted(() -> assertThat(reader.getMembers(other)).isEmpty());
		PythonMember pythonReader = python("reader2");
		within(BOUND).untilAsserted(() -> assertThat(pythonReader.members(this.group)).containsExactly("one"));
		assertThat(reader.getMembers(this.group)).containsExactly("one");
	}

}
