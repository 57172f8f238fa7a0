package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;
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

	private void write(Path file, byte[] content) {
		try {
			Files.write(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
