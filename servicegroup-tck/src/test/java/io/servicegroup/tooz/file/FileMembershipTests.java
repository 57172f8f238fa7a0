package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.format.RawMsgpack;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private GroupDirectory directory() {
		return new GroupDirectory(((SharedDirectory) this.server).path());
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		Path file = directory().member(group, member);
		Map<String, byte[]> record = MemberFile.record(read(file));
		List<byte[]> fields = new ArrayList<>();
		record.forEach((field, value) -> {
			fields.add(Capabilities.encode(field));
			fields.add(field.equals("capabilities") ? broken : value);
		});
		write(file, RawMsgpack.packMap(fields));
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(Path file, byte[] content) {
		try {
			Files.write(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aFrozenHolderOfTheLockBlocksNoHeartbeatsOrReads() {
		Coordinator one = joined("one", Map.of("v", 1L));
		LocalProcess holder = opened(new LocalProcess(List.of("/usr/bin/python3", "-u", "-c", """
				import fcntl, sys, time
				lock = open(sys.argv[1], "a")
				fcntl.lockf(lock, fcntl.LOCK_EX)
				print("held")
				time.sleep(600)
				""", ((SharedDirectory) this.server).path().resolve(".driver_lock").toString())));
		holder.start().awaitReady(() -> holder.output().contains("held"));
		one.heartbeat();
		assertThat(one.getMembersWithCapabilities(this.group)).containsOnlyKeys("one");
		assertThat(one.getGroups()).containsExactly(this.group);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> one.leaveGroup(this.group))
			.withMessageContaining("Another process has held the lock");
	}

}
