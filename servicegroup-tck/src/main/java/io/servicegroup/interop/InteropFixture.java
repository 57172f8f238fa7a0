package io.servicegroup.interop;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.Coordinator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The base class of the contracts with Java members and Python members on one server.
 */
abstract class InteropFixture extends StoreFixture {

	/**
	 * Returns characters that a group, member or lock id may contain. Override this if
	 * tooz does not accept characters beyond ASCII.
	 */
	protected String unicode() {
		return "schloß-✓-𝄞-it's-\"\\";
	}

	protected PythonMember python(String member) {
		return python(url(), member);
	}

	/**
	 * Returns a started Python member without heartbeats, with the timeout of
	 * {@link #longLived}.
	 */
	protected PythonMember longLivedPython(String member) {
		return python(this.server.url("timeout=60"), member);
	}

	private PythonMember python(String url, String member) {
		PythonMember python = opened(new PythonMember(url, member));
		python.call("start");
		return python;
	}

	/** Returns a started Python member whose heartbeats tooz's own thread sends. */
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
