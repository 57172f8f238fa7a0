package io.servicegroup.interop;

import java.nio.file.Path;
import java.util.List;

import io.servicegroup.servers.LocalProcess;
import io.servicegroup.servers.StoreFixture;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Heart;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Java members and Python members on one server; all that a test opened is closed behind
 * it, the last one first.
 */
abstract class InteropFixture extends StoreFixture {

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

	protected Coordinator beatingJava(String member, Object capabilities) {
		Coordinator coordinator = joined(member, capabilities);
		opened(new Heart(member, coordinator::heartbeat, () -> coordinator.membershipTimeout().dividedBy(3))).start();
		return coordinator;
	}

	protected LocalProcess javaProcess(String member) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return opened(new LocalProcess(List.of(java, "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), BeatingMember.class.getName(), url(), member, this.group)))
			.start();
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
