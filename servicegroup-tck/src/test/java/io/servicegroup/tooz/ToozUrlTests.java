package io.servicegroup.tooz;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests the parsing of coordination URLs, the errors for invalid URLs, and that no
 * message contains a password.
 */
class ToozUrlTests {

	@Test
	void allPartsAreParsed() {
		ToozUrl url = ToozUrl
			.parse("  REDIS://us%3Aer:p%40s%2Fs+%C3%BC@h_1:6379,[::1]:6380,h2/a%20b?x=1&y=a+%26&x=2&  ");
		assertThat(url.scheme()).isEqualTo("redis");
		assertThat(url.user()).isEqualTo("us:er");
		assertThat(url.password()).isEqualTo("p@s/s+ü");
		assertThat(url.hosts()).containsExactly(new ToozUrl.Host("h_1", 6379), new ToozUrl.Host("::1", 6380),
				new ToozUrl.Host("h2", -1));
		assertThat(url.hosts()).extracting((host) -> host.withPort(7).port()).containsExactly(6379, 6380, 7);
		assertThat(url.path()).isEqualTo("/a%20b");
		assertThat(url.optionNames()).containsExactly("x", "y");
		assertThat(url.option("x")).isEqualTo("2");
		assertThat(url.optionList("x")).containsExactly("1", "2");
		assertThat(url.option("y")).isEqualTo("a &");
		assertThat(url.option("z")).isNull();
		assertThat(url).hasToString("redis://us:er:***@h_1:6379,[::1]:6380,h2/a%20b?x=1&x=2&y=a &");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "u:p@h, u, p", "u:@h, u, -", "u@h, u, -", ":p@h, -, p", ":@h, -, -", "@h, -, -", "h, -, -",
					"u:a:b@h, u, a:b", "u:a@b@h, u, a@b", "u:+@h, u, +", "u:50%off@h, u, 50%off", "%:%25@h, %, %" })
	void userAndPasswordAreParsed(String authority, String user, String password) {
		ToozUrl url = ToozUrl.parse("redis://" + authority);
		assertThat(url.user()).isEqualTo(user);
		assertThat(url.password()).isEqualTo(password);
		assertThat(url.hosts()).containsExactly(new ToozUrl.Host("h", -1));
	}

	/** tooz takes the path as it is written. */
	@ParameterizedTest
	@CsvSource({ "file:///x/a%20b, /x/a%20b", "file:///x/a+b, /x/a+b", "file:///x/%zz, /x/%zz", "file:/x/y, /x/y",
			"FILE:/x, /x", "file://localhost/x, /x" })
	void aDirectoryIsThatOfPython(String url, String path) {
		assertThat(Coordinators.parse(url).path()).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://h?executor=thread&encoding=utf-8&max_workers=4", "file:///x?executor=native",
			"etcd3+http://h?executor=x", "memcached://h?executor=x",
			"kazoo://h?handler=eventlet&connection_retry=x&command_retry=y" })
	void optionsThatConcernOnlyPythonAreAccepted(String url) {
		assertThat(Coordinators.parse(url)).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://", "redis:///socket", "redis://?timeout=5", "redis://u:p@" })
	void theParserAcceptsAUrlWithoutHost(String text) {
		assertThat(ToozUrl.parse(text).hosts()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1000", "1.1, 1100", "2.2, 2200", "4.35, 4350", "0.0001, 1", "1.0001, 1001",
			"999999999, 999999999000" })
	void timesAreRoundedUpToMilliseconds(String seconds, long millis) {
		assertThat(ToozUrl.parse("redis://h?t=" + seconds).time("t", Duration.ZERO))
			.isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void optionsHaveTypes() {
		ToozUrl url = ToozUrl.parse("redis://h?n=7&yes=TRUE&no=off&yes2=1");
		assertThat(url.number("n", 1)).isEqualTo(7);
		assertThat(url.number("absent", 1)).isEqualTo(1);
		assertThat(url.time("absent", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
		assertThat(List.of(url.flag("yes", false), url.flag("yes2", false), url.flag("absent", true)))
			.containsOnly(true);
		assertThat(url.flag("no", true)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "4, 1000", "10, 2500", "30, 3000", "0.5, 250" })
	void theCallTimeoutIsAQuarterOfTheMembershipTimeout(double timeout, long millis) {
		assertThat(ToozUrl.callTimeout(Duration.ofMillis((long) (timeout * 1000))))
			.isEqualTo(Duration.ofMillis(millis));
	}

	/** Text, part of the message, part of the fix. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"\"\"                      | no scheme                      | Write it like",
			"localhost                 | 'localhost' is not a coord     | Write it like",
			"localhost:2181            | 'localhost:2181' is not        | Write it like",
			"//localhost               | no scheme                      | Write it like",
			"redis:/localhost          | no scheme                      | Write it like",
			"1redis://localhost        | no scheme                      | Write it like",
			"reids://localhost         | unknown scheme: 'reids'        | Use one of",
			"flie:///tmp/x             | unknown scheme: 'flie'         | Did you mean 'file'?",
			"redis://h:0               | Invalid port '0' in 'redis://h:0' | 1 to 65535",
			"redis://h:65536           | Invalid port '65536' in 'redis://h:65536' | 1 to 65535",
			"redis://h:-1              | Invalid port '-1' in            | 1 to 65535",
			"redis://h:                | Invalid port in                | leave it out",
			"redis://h:x               | Invalid port in                | 1 to 65535",
			"redis://h:6379x           | Invalid port in                | 1 to 65535",
			"redis://h:٣               | Invalid port in                | 1 to 65535",
			"kazoo://zk1:2181,zk2:x    | Invalid port in                | 1 to 65535",
			"kazoo://zk1,,zk2          | Invalid host in 'kazoo://zk1,,zk2' | Write it like",
			"kazoo://zk1,              | Invalid host in                | Write it like",
			"kazoo://:2181             | Invalid host in                | Write it like",
			"redis://::1:6379          | Invalid host in                | brackets",
			"redis://[::1              | Invalid host in                | brackets",
			"redis://[host]            | Invalid host in                | brackets",
			"redis://a b               | Invalid host in                | Write it like",
			"redis://h?x=%             | two hexadecimal digits         | %25",
			"redis://h?x+%zz=1         | two hexadecimal digits         | %25",
			"redis://h#x               | has a #                        | # is %23",
			"redis://h/a@b             | has an @ after                 | @ is %40",
			"redis://h?x=a@b           | has an @ after                 | @ is %40",
			"file:///tmp/x?timout=5    | unknown option: 'timout'       | Options of file:// are timeout. Did you mean 'timeout'?",
			"file:///tmp/x?=5          | unknown option: ''             | Options of file:// are timeout.",
			"file:///tmp/x?Timeout=5   | unknown option: 'Timeout'      | Did you mean 'timeout'?",
			"file:///tmp/x?timeout=abc | bad value for 'timeout': 'abc' | positive whole number of seconds",
			"file:///tmp/x?timeout=0   | bad value for 'timeout': '0'   | positive whole number of seconds",
			"file:///tmp/x?timeout=-5  | bad value for 'timeout': '-5'  | positive whole number of seconds",
			"file:///tmp/x?timeout=    | bad value for 'timeout': ''    | positive whole number of seconds",
			"file:///tmp/x?timeout     | bad value for 'timeout': ''    | positive whole number of seconds",
			"file:///tmp/x?timeout=1e3 | bad value for 'timeout': '1e3' | positive whole number of seconds",
			"file:///tmp/x?timeout=٣   | bad value for 'timeout'        | positive whole number of seconds",
			"file:///tmp/x?timeout=x&timeout=5 | bad value for 'timeout': 'x' | positive whole number",
			"file:///tmp/x?timeout=99999999999 | bad value for 'timeout'      | positive whole number",
			"file://                   | names no directory             | file:///var/lib/groups",
			"file:///                  | names no directory             | file:///var/lib/groups",
			"file://tmp/x              | names a host                   | file:///tmp/x" })
	void badUrlsAreRefusedWithAFix(String text, String message, String fix) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(text))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.fix()).contains(fix));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"kaz00://h                      | unknown scheme: 'kaz00'             | Did you mean 'kazoo'?",
			"memcache://h                   | unknown scheme: 'memcache'          | Did you mean 'memcached'?",
			"redis://h?ssl_ca_certs=/ca.pem | certificates, but TLS is off        | Write rediss://, or add ssl=true",
			"rediss://h?ssl=false           | a scheme for TLS, but sets ssl=false | Remove ssl=false",
			"rediss:///tmp/redis.sock       | turns on TLS for a Unix socket      | redis:///path/to/redis.sock",
			"rediss://                      | neither a host nor a socket path    | rediss://localhost:6379",
			"rediss://u@h                   | a user without a password           | rediss://:password@host",
			"redis+tls://h                  | unknown scheme: 'redis+tls'         | mysql, postgresql, redis, rediss",
			"kazoo://                       | names no host                       | zookeeper://zk1,zk2",
			"kazoo://?timeout=5             | names no host                       | zookeeper://zk1,zk2",
			"kazoo://u@h                    | a user or a password, but not both  | user:password@host",
			"kazoo://:p@h                   | a user or a password, but not both  | user:password@host",
			"kazoo://h?timeout=2.5          | bad value for 'timeout': '2.5'      | whole number of seconds",
			"kazoo://h?namespace=           | bad value for 'namespace': ''       | a text",
			"kazoo://h?namespace=/x         | invalid namespace: '/x'             | single slashes",
			"kazoo://h?hosts=h2:0           | host in the option 'hosts': 'h2:0'  | hosts=zk1:2181",
			"kazoo://h?hosts=h2,            | host in the option 'hosts': ''      | hosts=zk1:2181",
			"kazoo://h?randomize_hosts=9    | bad value for 'randomize_hosts'     | true or false",
			"kazoo://h?db=1                 | unknown option: 'db'                | Options of kazoo:// are",
			"memcached://                   | names no host                       | memcached://localhost:11211",
			"memcached://h1,h2              | names several hosts                 | Keep h1 only",
			"memcached://u@h                | memcached needs both or neither     | user:password@host",
			"memcached://h?timeout=1.5      | bad value for 'timeout': '1.5'      | whole number of seconds",
			"memcached://h?max_pool_size=-1 | bad value for 'max_pool_size'       | zero or more",
			"memcached://h?lock_timout=5    | unknown option: 'lock_timout'       | Did you mean 'lock_timeout'?",
			"redis://                       | neither a host nor a socket path    | redis://localhost:6379",
			"redis:///                      | neither a host nor a socket path    | redis:///path/to/redis.sock",
			"redis://h1,h2                  | has several hosts                   | the host that accepts",
			"redis://h/3                    | has a path                          | ?db=3",
			"redis://u@h                    | a user without a password           | redis://:password@host",
			"redis://h?db=x                 | bad value for 'db': 'x'             | zero or more",
			"redis://h?membership_timeout=0 | bad value for 'membership_timeout'  | such as 5 or 2.5",
			"redis://h?member_timeout=5     | unknown option: 'member_timeout'    | 'membership_timeout'",
			"redis://h?socket_keepalive=may | bad value for 'socket_keepalive'    | true or false",
			"redis://h?sentinel_ssl=true    | sets sentinel_ssl, but not sentinel | sentinel=mymaster" })
	void badUrlsOfABackendAreRefusedWithAFix(String text, String message, String fix) {
		badUrlsAreRefusedWithAFix(text, message, fix);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "kazoo://u:p@zk1:2181,[::1]?hosts=zk3&hosts=zk4:1&randomize_hosts=No | zookeeper",
					"zookeeper://zk1/?timeout=5&namespace=a/b | zookeeper",
					"memcached://localhost?timeout=5&max_pool_size=2 | memcached",
					"redis://:p@localhost:6379?membership_timeout=2.5&db=1 | redis", "redis:///tmp/redis.sock | redis",
					"rediss://:p@localhost:6380?ssl_ca_certs=/ca.pem | redis",
					"rediss://h?sentinel=m&sentinel_ssl=false | redis" })
	void validUrlsOfABackendAreAccepted(String text, String backend) {
		assertThat(Coordinators.backendName(Coordinators.parse(text))).isEqualTo(backend);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "ipc://                  | 'ipc', semaphores and shared memory        | file:///directory",
					"kubernetes://?namespace=x | 'kubernetes', locks only, as leases        | redis://",
					"etcd://h:2379             | 'etcd', locks only                         | etcd3+http://",
					"etcd3://h                 | 'etcd3', etcd over gRPC                    | etcd3+http://",
					"consul://h:8500           | 'consul', Consul's key-value store         | zookeeper://",
					"ZAKE://                   | 'zake', an imitation of ZooKeeper in the memory | memory://name" })
	void schemesThatOnlyToozSupportsAreRefusedWithAnAlternative(String text, String message, String fix) {
		badUrlsAreRefusedWithAFix(text, message, fix);
	}

	@Test
	void theErrorForAnUnknownSchemeListsTheKnownSchemes() {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse("qqqqqqqq://h"))
			.satisfies((ex) -> assertThat(ex.fix())
				.contains("etcd3+http, etcd3+https, file, kazoo,",
						"memcached, memory, mysql, postgresql, redis, rediss, zookeeper")
				.doesNotContain("Did you mean"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redisss", "reddiss", "memcacheds", "kazoos", "zookeepers", "mysqls", "etcd3+httpss",
			"etcd3+htps" })
	void noSuggestionTurnsTlsOff(String scheme) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(scheme + "://h"))
			.satisfies((ex) -> assertThat(ex.fix())
				.matches("Use one of [^.]*\\.( Did you mean '(rediss|etcd3\\+https)'\\?)?"));
	}

	@Test
	void aSchemeForTlsIsSuggestedForOne() {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse("rdiss://h"))
			.satisfies((ex) -> assertThat(ex.fix()).contains("Did you mean 'rediss'?"));
	}

	@Test
	void validUrlsAreAccepted() {
		assertThat(Coordinators.parse("file:///tmp/x?&timeout=4&timeout=5&").option("timeout")).isEqualTo("5");
		assertThat(Coordinators.backendName(Coordinators.parse("FILE:///tmp/x"))).isEqualTo("file");
	}

	@Test
	void theSchemeIsParsedInATurkishLocale() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("tr"));
		try {
			assertThat(Coordinators.parse("FILE:///tmp/x").scheme()).isEqualTo("file");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	/**
	 * URLs with SECRET, or at least four letters of it, in the password.
	 */
	static Stream<String> secrets() {
		return Stream.of("redis", "file", "kazoo", "memcached", "reids", "ipc", "etcd3")
			.flatMap((scheme) -> Stream
				.of("u:SECRET@h", "u:SECRET@h:0", "u:SECRET@h:port", "u:SECRET@h:99999", "u:SECRET@", ":SECRET@h:x",
						"SECRET@h", "SECRET@h:x", "u:SECRET@h?nonsense=1", "u:SECRET@h?timeout=x", "u:SECRET@h1:1,h2:x",
						"u:SECRET@h/%zz", "u:SECRET%zz@h", "u:%zzSECRET@h", "u:SECRET@/tmp/x", "u:SECRET", "u:SECRET/x",
						":SECRET", "u:SECR/SECRET@h", "u:SECRET/SECR@h:1", "u:SECR/SECRET@h?x=1", "u:SECR?SECRET@h",
						"u:SECR?SECRET=1@h", "u:SECR#SECRET@h", "u:SECRET#x", "u:1#SECRET@h", "u:1?SECRET@h:6379",
						"u:1/SECRET@h:6379", "u:SECR@SECRET@h:x", "u:SECR@SECRET@h", "u:SECR:SECRET@h:x",
						"u:SECR SECRET@h:x", "u:[SECRET@h", "u:SECRET]@h:x", "u:SECR,SECRET@h:x", "u:1,SECRET/@h",
						"h?sentinel_password=SECRET&x=1", "h?sentinel_pasword=SECRET", "h?SENTINEL_PASSWORD=SECRET",
						"h?timeout=x&sentinel_pasword=SECRET", "h?sentinel_password=SECRET%zz", "h:x?pwd=SECRET",
						"/tmp/x?timeout=x&password=SECRET", "/tmp/x?password=SECRET")
				.map((rest) -> scheme + "://" + rest));
	}

	/** Malformed URLs without a scheme or slashes. */
	static Stream<String> malformed() {
		return Stream.of("u:SECRET@h:6379", "u_1:SECRET@h", "//u:SECRET@h", "redis:u:SECRET@h", "redis:/u:SECRET@h",
				"redis//u:SECRET@h", "u:SECRET", "redis:SECRET@h", " redis ://u:SECRET@h", "redis://u:SECRET\n@h:x");
	}

	@ParameterizedTest
	@MethodSource({ "secrets", "malformed" })
	void noMessageContainsAPassword(String text) {
		InvalidToozUrlException refusal = catchThrowableOfType(InvalidToozUrlException.class,
				() -> assertThat(Coordinators.parse(text)).asString().doesNotContain("SECR"));
		if (refusal != null) {
			assertThat(refusal.getMessage() + refusal.fix()).doesNotContain("SECR");
			assertThat(refusal.getCause()).isNull();
		}
	}

	@Test
	void optionsThatABackendDeclaresAsSecretsAreMasked() {
		ToozUrl url = ToozUrl.parse("redis://h?pin=SECRET&timeout=5").hiding(Set.of("pin"));
		assertThat(url).hasToString("redis://h?pin=***&timeout=5");
		assertThat(url.redactor().redact("pin SECRET is wrong")).isEqualTo("pin *** is wrong");
		assertThat(url.redactor().causeOrNull(new IllegalStateException(new IllegalStateException("SECRET")))).isNull();
	}

	@Test
	void passwordsOfAllBackendsAreDeclaredAsSecrets() {
		for (BackendType type : ServiceLoader.load(BackendType.class)) {
			assertThat(type.options())
				.allSatisfy((name, option) -> assertThat(option == UrlOption.SECRET).as("%s: %s", type.schemes(), name)
					.isEqualTo(name.contains("password")));
		}
	}

}
