package io.servicegroup.interop;

import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for groups with Java members and members of the real Python tooz. Each
 * side must see the other's groups, members and capabilities. A subclass provides the
 * server, and overrides methods where tooz's own driver differs.
 */
abstract class InteropContract extends InteropFixture {

	/** Returns capabilities with a value of every type that both sides support. */
	private static Map<String, Object> everything() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("text", "grün ✓ 𝄞");
		all.put("empty", List.of("", new byte[0], List.of(), Map.of()));
		all.put("bytes", new byte[] { 0, 1, -1 });
		all.put("integers", List.of(0L, -1L, -33L, 255L, 65536L, Long.MIN_VALUE, Long.MAX_VALUE));
		all.put("unsigned",
				List.of(BigInteger.ONE.shiftLeft(63), BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
		all.put("floats", List.of(2.5, -0.0, 1e300, 0.1));
		all.put("scalars", Arrays.asList(true, false, null));
		all.put("nested", Map.of("deep", Map.of("er", List.of(Map.of("est", 1L)))));
		all.put("uuid", UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));
		all.put("time", LocalDateTime.of(2026, 2, 28, 23, 59, 1, 123_456_000));
		all.put("zoned", LocalDateTime.of(2026, 7, 1, 12, 0, 1, 123_456_000).atZone(ZoneId.of("Europe/Berlin")));
		all.put("set", new LinkedHashSet<>(List.of("a", 1L, UUID.fromString("00000000-0000-0000-0000-000000000001"))));
		return all;
	}

	@Test
	void eachSeesTheOthersMembershipAndCapabilities() {
		Coordinator java = beating(coordinator("java"));
		PythonMember python = beatingPython("python");
		java.joinGroupCreate(this.group, everything());
		python.callOn("join_group", this.group, everything());
		assertThat(java.getMembers(this.group)).containsExactlyInAnyOrder("java", "python");
		assertThat(python.members(this.group)).containsExactlyInAnyOrder("java", "python");
		assertCapabilities(java, "python", everything());
		assertCapabilities(python, "java", everything());
	}

	@Test
	void eachSeesTheOthersUpdates() {
		Coordinator java = beating(coordinator("java"));
		PythonMember python = beatingPython("python");
		java.joinGroupCreate(this.group, Map.of("v", 1L));
		python.callOn("join_group", this.group, Map.of("v", 1L));
		java.updateCapabilities(this.group, Map.of("v", 2L));
		assertCapabilities(python, "java", Map.of("v", 2L));
		pythonUpdates(python, this.group, Map.of("v", 3L));
		assertCapabilities(python, "java", Map.of("v", 2L));
		assertCapabilities(java, "java", Map.of("v", 2L));
		assertCapabilities(java, "python", capabilitiesAfterPythonUpdate(Map.of("v", 1L), Map.of("v", 3L)));
	}

	/**
	 * Updates the Python member's capabilities. Override this if tooz's driver cannot.
	 */
	protected void pythonUpdates(PythonMember python, String group, Object capabilities) {
		python.callOn("update_capabilities", group, capabilities);
	}

	/** Returns the Python member's capabilities after {@link #pythonUpdates}. */
	protected Object capabilitiesAfterPythonUpdate(Object before, Object updated) {
		return updated;
	}

	@Test
	void aPythonMemberWithoutCapabilitiesIsListed() {
		PythonMember python = beatingPython("python");
		python.callOn("create_group", this.group);
		python.callOn("join_group", this.group);
		Coordinator java = coordinator("java");
		assertThat(java.getMembers(this.group)).containsExactly("python");
		assertCapabilities(java, "python", new byte[0]);
	}

	@Test
	void aJavaMemberWithoutCapabilitiesIsListed() {
		beatingJava("java", null);
		PythonMember python = python("python");
		assertThat(python.members(this.group)).containsExactly("java");
		assertThat(python.capabilities(this.group, "java")).isNull();
	}

	@Test
	void groupsAreSharedByBothLanguages() {
		Coordinator java = beating(coordinator("java"));
		PythonMember python = beatingPython("python");
		python.callOn("create_group", this.group);
		java.createGroup(this.group + "-j");
		assertThat(java.getGroups()).containsExactlyInAnyOrder(this.group, this.group + "-j");
		assertThat(python.groups()).containsExactlyInAnyOrder(this.group, this.group + "-j");
		assertThatExceptionOfType(GroupAlreadyExistsException.class).isThrownBy(() -> java.createGroup(this.group));
		assertRaises("GroupAlreadyExist", () -> python.callOn("create_group", this.group + "-j"));
		java.joinGroup(this.group, null);
		python.callOn("join_group", this.group + "-j");
		assertThatExceptionOfType(GroupNotEmptyException.class).isThrownBy(() -> java.deleteGroup(this.group + "-j"));
		assertRaises("GroupNotEmpty", () -> python.callOn("delete_group", this.group));
		java.leaveGroup(this.group);
		python.callOn("leave_group", this.group + "-j");
		java.deleteGroup(this.group);
		python.callOn("delete_group", this.group + "-j");
		assertThat(java.getGroups()).isEmpty();
		assertThat(python.groups()).isEmpty();
		assertRaises("GroupNotCreated", () -> python.callOn("join_group", this.group));
		assertThatExceptionOfType(GroupNotFoundException.class)
			.isThrownBy(() -> java.joinGroup(this.group + "-j", null));
	}

	@Test
	void operatorSwitchesDoNotAffectPythonMembers() {
		Coordinator java = coordinator("java");
		PythonMember python = beatingPython("python");
		java.createGroup(this.group);
		java.setAnnotation(this.group, "forced-down/other", "");
		// Checked before a member joins: on etcd, tooz lists members as groups.
		assertThat(python.groups()).containsExactly(this.group);
		python.callOn("join_group", this.group, Map.of("v", 1L));
		java.setAnnotation(this.group, "disabled/python", "its disk fails");
		assertThat(python.members(this.group)).containsExactly("python");
		assertCapabilities(java, "python", Map.of("v", 1L));
		python.callOn("leave_group", this.group);
		assertThat(python.members(this.group)).isEmpty();
		assertThat(java.getAnnotations(this.group)).containsOnlyKeys("forced-down/other", "disabled/python");
		python.callOn("delete_group", this.group);
		assertThat(python.groups()).isEmpty();
		assertThat(java.getGroups()).isEmpty();
	}

	@Test
	void idsAreTheSameBytesInBothLanguages() {
		String group = this.group + unicode();
		String javaId = "java-" + unicode();
		String pythonId = "python-" + unicode();
		Coordinator java = beating(coordinator(javaId));
		PythonMember python = beatingPython(pythonId);
		java.createGroup(group);
		// Checked before a member joins: on etcd, tooz lists members as groups.
		assertThat(python.groups()).containsExactly(group);
		java.joinGroup(group, Map.of("language", "java"));
		python.callOn("join_group", group, Map.of("language", "python"));
		assertThat(java.getGroups()).containsExactly(group);
		assertThat(java.getMembers(group)).containsExactlyInAnyOrder(javaId, pythonId);
		assertThat(python.members(group)).containsExactlyInAnyOrder(javaId, pythonId);
		assertThat(java.getMemberCapabilities(group, pythonId)).isEqualTo(Map.of("language", "python"));
		assertThat(python.capabilities(group, javaId)).isEqualTo(Map.of("language", "java"));
		python.callOn("leave_group", group);
		assertThat(java.getMembers(group)).containsExactly(javaId);
	}

	@Test
	void eachSeesTheOtherLeaveAndStop() {
		PythonMember reader = python("reader");
		Coordinator java = beating(coordinator("java"));
		PythonMember python = beatingPython("python");
		java.joinGroupCreate(this.group, null);
		python.callOn("join_group", this.group);
		python.callOn("leave_group", this.group);
		assertThat(java.getMembers(this.group)).containsExactly("java");
		python.callOn("join_group", this.group);
		java.leaveGroup(this.group);
		assertThat(python.members(this.group)).containsExactly("python");
		java.joinGroup(this.group, null);
		python.call("stop");
		assertThat(java.getMembers(this.group)).containsExactly("java");
		assertThat(reader.members(this.group)).containsExactly("java");
		java.stop();
		assertThat(reader.members(this.group)).isEmpty();
	}

	@Test
	void aKilledPythonMemberIsNoLongerListedByJava() {
		Coordinator java = coordinator("java");
		java.createGroup(this.group);
		PythonMember python = beatingPython("python");
		python.callOn("join_group", this.group);
		assertThat(java.getMembers(this.group)).containsExactly("python");
		python.kill();
		within(BOUND).untilAsserted(() -> assertThat(java.getMembers(this.group)).isEmpty());
	}

	@Test
	void pythonListsAFrozenJavaMemberAgainAfterItResumesButNotAfterItIsKilled() {
		PythonMember python = python("python");
		python.callOn("create_group", this.group);
		LocalProcess java = javaProcess("java");
		within(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(python.members(this.group)).contains("java"));
		java.pause();
		within(BOUND).untilAsserted(() -> assertThat(python.members(this.group)).isEmpty());
		java.resume();
		within(RECOVERY).untilAsserted(() -> assertThat(python.members(this.group)).containsExactly("java"));
		assertCapabilities(python, "java", Map.of("language", "java"));
		java.kill();
		within(BOUND).untilAsserted(() -> assertThat(python.members(this.group)).isEmpty());
	}

	@Test
	void heartbeatsKeepBothListedForBoth() {
		Coordinator java = beatingJava("java", null);
		beatingPython("python").callOn("join_group", this.group);
		PythonMember reader = python("reader");
		within(BOUND.multipliedBy(2)).during(BOUND).untilAsserted(() -> {
			assertThat(reader.members(this.group)).containsExactlyInAnyOrder("java", "python");
			assertThat(java.getMembers(this.group)).containsExactlyInAnyOrder("java", "python");
		});
	}

	@Test
	void aJavaDuplicateOfAPythonMemberIsRefusedAndDoesNotAffectIt() {
		PythonMember python = beatingPython("one");
		python.callOn("create_group", this.group);
		python.callOn("join_group", this.group, Map.of("first", true));
		Coordinator duplicate = coordinator("one");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> duplicate.joinGroup(this.group, Map.of("first", false)));
		duplicate.stop();
		Coordinator reader = coordinator("reader");
		PythonMember pythonReader = python("reader2");
		within(TIMEOUT).during(Duration.ofSeconds(1)).untilAsserted(() -> {
			assertThat(pythonReader.members(this.group)).containsExactly("one");
			assertCapabilities(pythonReader, "one", Map.of("first", true));
			assertCapabilities(reader, "one", Map.of("first", true));
		});
	}

	@Test
	void aPythonDuplicateOfAJavaMemberIsRefusedAndTheJavaMemberIsRestored() {
		// Uses a long timeout and no automatic heartbeats, which might repair the state
		// before it is checked.
		PythonMember reader = longLivedPython("reader");
		Coordinator holder = longLived("one");
		holder.joinGroupCreate(this.group, Map.of("first", true));
		PythonMember duplicate = longLivedPython("one");
		assertRaises("MemberAlreadyExist", () -> duplicate.callOn("join_group", this.group, Map.of("first", false)));
		// On Redis and memcached, this deletes the heartbeat key. On Redis, the refused
		// join has also written its capabilities. The next heartbeat restores both.
		duplicate.call("stop");
		holder.heartbeat();
		assertThat(reader.members(this.group)).containsExactly("one");
		assertCapabilities(reader, "one", Map.of("first", true));
		holder.updateCapabilities(this.group, Map.of("first", "still"));
		assertCapabilities(reader, "one", Map.of("first", "still"));
	}

}
