package io.servicegroup.tooz.file;

import java.nio.file.Files;
import java.nio.file.Path;

import io.servicegroup.tck.AnnotationsContract;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;

import static org.assertj.core.api.Assertions.assertThat;

class FileAnnotationsTests extends AnnotationsContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private Path file() {
		return new GroupDirectory(((SharedDirectory) this.server).path()).switches(this.group);
	}

	@Override
	protected void put(byte[] record) throws Exception {
		Files.createDirectories(file().getParent());
		Files.write(file(), record);
	}

	/** Creates a pipe, on which a read would block forever. */
	@Override
	protected void putOddity() throws Exception {
		Files.delete(file());
		assertThat(new ProcessBuilder("mkfifo", file().toString()).start().waitFor()).isZero();
	}

}
