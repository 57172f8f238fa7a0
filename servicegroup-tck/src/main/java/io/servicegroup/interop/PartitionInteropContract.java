package io.servicegroup.interop;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.PartitionKey;
import io.servicegroup.tooz.Partitioner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract for partitioned groups with Java members and members of the real Python
 * tooz: all must compute the same owner of each object.
 */
abstract class PartitionInteropContract extends InteropFixture {

	private static final List<Object> OBJECTS = IntStream.range(0, 10_000)
		.<Object>mapToObj((i) -> (i % 10 == 0) ? "grün-" + i : "instance-" + i)
		.toList();

	/**
	 * Returns objects that are not text. Python hashes the text that {@code str} returns
	 * for them.
	 */
	private static List<Object> others() {
		List<Object> others = new ArrayList<>(List.of(0, -1, 255L, Long.MIN_VALUE, true, false,
				BigInteger.ONE.shiftLeft(100), UUID.fromString("01234567-89ab-cdef-0123-456789abcdef")));
		byte[] all = new byte[256];
		for (int i = 0; i < 256; i++) {
			all[i] = (byte) i;
			others.add(new byte[] { (byte) i });
		}
		others.add(all);
		for (String text : List.of("", "plain", "it's", "\"", "it's \"both\"", "back\\slash\t\r\n")) {
			others.add(text.getBytes(StandardCharsets.UTF_8));
		}
		return others;
	}

	private List<String> owners(PythonMember python, List<?> objects) {
		return ((List<?>) python.callOn("partition_owners", this.group, objects)).stream()
			.map((id) -> new String((byte[]) id, StandardCharsets.UTF_8))
			.toList();
	}

	private static List<String> owners(Partitioner partitioner, List<?> objects) {
		return objects.stream().map((object) -> partitioner.membersForObject(object).iterator().next()).toList();
	}

	@Test
	void bothLanguagesComputeTheSameOwners() {
		Coordinator java = beating(coordinator("java"));
		Partitioner partitioner = java.joinPartitionedGroup(this.group, 3);
		PythonMember light = beatingPython("python-light");
		light.callOn("join_partitioned", this.group, 1);
		PythonMember heavy = beatingPython("python-heavy");
		heavy.callOn("join_partitioned", this.group, 5);
		java.runWatchers();
		assertThat(partitioner.ring().nodes()).hasSize(3).containsEntry("python-heavy", 5);
		List<String> owners = owners(partitioner, OBJECTS);
		assertThat(owners).contains("java", "python-light", "python-heavy");
		assertThat(owners(light, OBJECTS)).isEqualTo(owners);
		assertThat(owners(heavy, OBJECTS)).isEqualTo(owners);
		assertThat(owners(heavy, others())).isEqualTo(owners(partitioner, others()));
		light.callOn("leave_group", this.group);
		java.runWatchers();
		assertThat(owners(heavy, OBJECTS)).isEqualTo(owners(partitioner, OBJECTS)).doesNotContain("python-light");
	}

	@Test
	void javaOwnsAllObjectsAfterThePythonMemberDies() {
		Partitioner partitioner = beating(coordinator("java")).joinPartitionedGroup(this.group);
		PythonMember python = beatingPython("python");
		python.callOn("join_partitioned", this.group, 2);
		within(RECOVERY).untilAsserted(() -> assertThat(owners(partitioner, OBJECTS)).contains("python"));
		python.kill();
		within(BOUND).untilAsserted(
				() -> assertThat(Collections.frequency(owners(partitioner, OBJECTS), "java")).isEqualTo(10_000));
	}

	@Test
	void theBytesOfAPartitionKeyAreHashedAsInPython() {
		Partitioner partitioner = beating(coordinator("java")).joinPartitionedGroup(this.group);
		PythonMember python = beatingPython("python");
		python.callOn("join_partitioned", this.group, 1);
		within(RECOVERY).untilAsserted(() -> assertThat(partitioner.ring().nodes()).hasSize(2));
		List<PartitionKey> keys = OBJECTS.stream()
			.<PartitionKey>map((object) -> () -> object.toString().getBytes(StandardCharsets.UTF_8))
			.toList();
		assertThat(owners(partitioner, keys)).isEqualTo(owners(python, OBJECTS));
	}

}
