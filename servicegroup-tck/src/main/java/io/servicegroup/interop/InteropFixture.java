package io.servicegroup.interop;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.Coordinator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Java members and Python members on one server; all that a test opened is closed behind
 * it, the last one first.
 */
abstract class InteropFixture extends StoreFixture {

	/**
	 * The part of an id, or of a lock's name, that tooz takes no otherwise than ASCII.
	 */
	protected String unicode() {
		return "schloß-✓-𝄞-it's-\"\\";
	}

	protected PythonMember python(String member) {
		return python(url(), member);
	}

	/** One that reads by, and lives for, the time of {@link #longLived}. */
	protected PythonMember longLivedPython(String member) {
		return python(this.server.url("timeout=60"), member);
	}

	private PythonMember python(String url, String member) {
		PythonMember python = opened(new PythonMember(url, member));
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
		return beating(joined(member, capabilities));
	}

	protected LocalProcess javaProcess(String member) {
		return javaProcess(BeatingMember.class, url(), member, this.group);
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
