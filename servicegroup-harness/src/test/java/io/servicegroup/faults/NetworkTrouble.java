package io.servicegroup.faults;

import java.util.function.Consumer;

import io.servicegroup.tck.servers.TcpProxy;

/**
 * How a network takes a member from its store.
 */
enum NetworkTrouble {

	CUT("network cut", TcpProxy::cut),

	HALF_OPEN("network half-open", TcpProxy::halfOpen),

	ANSWERS_HELD("network lets requests pass only", TcpProxy::holdAnswers),

	REQUESTS_HELD("network lets answers pass only", TcpProxy::holdRequests);

	private final String title;

	private final Consumer<TcpProxy> trouble;

	NetworkTrouble(String title, Consumer<TcpProxy> trouble) {
		this.title = title;
		this.trouble = trouble;
	}

	String title() {
		return this.title;
	}

	/** Whether the store hears nothing more of the member. */
	boolean isSilencing() {
		return this != ANSWERS_HELD;
	}

	void befall(TcpProxy proxy) {
		this.trouble.accept(proxy);
	}

}
