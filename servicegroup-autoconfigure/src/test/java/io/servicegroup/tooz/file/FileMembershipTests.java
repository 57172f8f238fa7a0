package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.TimeoutMembershipContract;

class FileMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private GroupDirectory directory() {
		return new GroupDirectory(((SharedDirectory) this.server).path());
	}

	@Override
	protected void breakCapabilities(String group, String member) {
		write(directory().member(group, member), new byte[] { (byte) 0x81, (byte) 0xa5, 'x' });
	}

	@Override
	protected void addMembers(String group, int count) {
		for (int i = 0; i < count; i++) {
			byte[] capabilities = Capabilities.encode(Map.of("weight", 1));
			write(directory().member(group, "m" + i),
					MemberFile.member("m" + i, capabilities, LocalDateTime.of(2026, 1, 1, 0, 0)));
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

}
