package io.servicegroup.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.servers.LocalProcess;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.Heart;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Java members and Python members on one server; all that a test opened is closed behind
 * it, the last one first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InteropFixture {

	protected static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** Within this time a dead member is listed no more. */
	protected static final Duration BOUND = TIMEOUT.plusSeconds(2);

	/** Within this time a beat has set right what it found wrong. */
	protected static final Duration ONE_BEAT = TIMEOUT.dividedBy(3).plusSeconds(1);

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	protected final String group = "interop" + COUNTER.incrementAndGet();

	private StoreServer server;

	protected abstract StoreServer createServer();

	@BeforeAll
	void startServer() {
		this.server = createServer();
	}

	@AfterAll
	void closeServer() {
		this.server.close();
	}

	@AfterEach
	void closeMembers() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
		this.server.wipe();
	}

	private <T extends AutoCloseable> T opened(T closeable) {
		this.opened.push(closeable);
		return closeable;
	}

	private String url() {
		return this.server.url("timeout=" + TIMEOUT.toSeconds());
	}

	protected PythonMember python(String member) {
		PythonMember python = opened(new PythonMember(url(), member));
		python.call("start");
		return python;
	}

	/** One that beats on tooz's own thread. */
	protected PythonMember beatingPython(String member) {
		PythonMember python = opened(new PythonMember(url(), member));
		python.call("start_heart");
		return python;
	}

	protected Coordinator java(String member) {
		Coordinator coordinator = opened(Coordinators.get(url(), member));
		coordinator.start();
		return coordinator;
	}

	protected Coordinator beatingJava(String member, Object capabilities) {
		Coordinator coordinator = java(member);
		coordinator.joinGroupCreate(this.group, capabilities);
		opened(new Heart(member, coordinator::heartbeat, () -> coordinator.membershipTimeout().dividedBy(3))).start();
		return coordinator;
	}

	protected LocalProcess javaProcess(String member) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return opened(new LocalProcess(List.of(java, "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), BeatingMember.class.getName(), url(), member, this.group)))
			.start();
	}

	protected static ConditionFactory within(Duration limit) {
		return await().atMost(limit).pollInterval(Duration.ofMillis(100));
	}

	protected static void assertRaises(String error, ThrowingCallable call) {
		assertThatExceptionOfType(PythonError.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.name()).isEqualTo(error));
	}

	protected void assertCapabilities(Coordinator reader, String member, Object expected) {
		assertThat(TaggedJson.tag(reader.getMemberCapabilities(this.group, member)))
			.isEqualTo(TaggedJson.tag(expected));
	}

	protected void assertCapabilities(PythonMember reader, String member, Object expected) {
		assertThat(TaggedJson.tag(reader.capabilities(this.group, member))).isEqualTo(TaggedJson.tag(expected));
	}

}
