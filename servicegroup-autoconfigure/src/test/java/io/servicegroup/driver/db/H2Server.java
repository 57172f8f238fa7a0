package io.servicegroup.driver.db;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.LocalProcess;

/**
 * An H2 server in its own process, with its data in a file.
 */
public final class H2Server extends DatabaseServer {

	public H2Server() {
		super((directory,
				port) -> new LocalProcess(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", jar(), "org.h2.tools.Server", "-tcp", "-tcpPort",
						port.toString(), "-baseDir", directory.toString(), "-ifNotExists")));
	}

	private static String jar() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> Path.of(entry).getFileName().toString().matches("h2-[0-9.]+[.]jar"))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public String url(String query) {
		throw new UnsupportedOperationException("tooz has no H2");
	}

	@Override
	public String jdbcUrl() {
		return "jdbc:h2:tcp://127.0.0.1:" + this.port + "/./servicegroup;NETWORK_TIMEOUT=5000";
	}

}
