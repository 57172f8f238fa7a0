package io.servicegroup.tooz.database;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			postgresql://u:s3cr3tMarker@h                          | has no database name
			postgresql://u:s3cr3tMarker@h/                         | has no database name
			mysql://u:s3cr3tMarker@h                               | has no database name
			postgresql:///db                                       | has no host
			mysql://u:s3cr3tMarker@h1,h2/db                        | has several hosts
			postgresql://u:s3cr3tMarker@h/db?host=/var/run/p       | Unix socket
			postgresql://u:s3cr3tMarker@h/db?port=70000            | invalid port: '70000'
			postgresql://u:s3cr3tMarker@h/db?sslmode=require       | unknown option: 'sslmode'
			mysql://u:s3cr3tMarker@h/db?dbname=x                   | unknown option: 'dbname'
			mysql://u:s3cr3tMarker@h/db?unix_socket=/s             | does not support yet
			mysql://u:s3cr3tMarker@h/db?ssl_key=/k.pem             | but no certificate
			mysql://u:s3cr3tMarker@h/db?timeout=0                  | bad value for 'timeout'
			postgresql://u:s3cr3tMarker@h/db?timeout=86401         | more than a day
			""")
	void invalidUrlsAreRefused(String url, String why) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(url))
			.withMessageContaining(why)
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.fix()).doesNotContain("Marker"));
	}

	@Test
	void theUrlIsParsed() {
		DatabaseUrl url = DatabaseUrl.of(Coordinators.parse("postgresql://us%40er:p%2Fw@[::1]/some+db?timeout=2.5"),
				5432);
		assertThat(url.login().get().user()).isEqualTo("us@er");
		assertThat(url.login().get().password()).isEqualTo("p/w");
		assertThat(url.timeout()).isEqualTo(Duration.ofMillis(2500));
		assertThat(url.timeoutSeconds()).isEqualTo(3);
		assertThat(url).hasToString("[::1]:5432/some+db");
		assertThat(DatabaseUrl.of(Coordinators.parse("mysql://h:1/db"), 3306).login().get().user())
			.isEqualTo(System.getProperty("user.name"));
	}

	@ParameterizedTest
	@CsvSource({ "postgresql, postgresql, org.postgresql:postgresql",
			"mysql, mariadb, org.mariadb.jdbc:mariadb-java-client" })
	void theErrorNamesTheMissingDriver(String scheme, String excluded, String artifact) throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!Path.of(entry).getFileName().toString().startsWith(excluded)) {
				classPath.add(Path.of(entry).toUri().toURL());
			}
		}
		try (URLClassLoader application = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Class<?> coordinators = application.loadClass(Coordinators.class.getName());
			assertThat(coordinators.getMethod("get", String.class, String.class))
				.satisfies((get) -> assertThatExceptionOfType(InvocationTargetException.class)
					.isThrownBy(() -> get.invoke(null, scheme + "://h/db", "one"))
					.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("not on the class path")
						.extracting("fix")
						.asString()
						.contains("Add " + artifact)));
		}
	}

}
