package io.servicegroup.faults;

import java.util.function.Consumer;

import io.servicegroup.tck.servers.TcpProxy;

/**
 * The ways in which a network separates a member from its store.
 */
enum NetworkFailure {

	CUT("network cut", TcpProxy::cut),

	HALF_OPEN("network half-open", TcpProxy::halfOpen),

	ANSWERS_HELD("network lets requests pass only", TcpProxy::holdAnswers),

	REQUESTS_HELD("network lets answers pass only", TcpProxy::holdRequests);

	private final String title;

	private final Consumer<TcpProxy> failure;

	NetworkFailure(String title, Consumer<TcpProxy> failure) {
		this.title = title;
		this.failure = failure;
	}

	String title() {
		return this.title;
	}

	/** Whether the store receives no more requests from the member. */
	boolean blocksRequests() {
		return this != ANSWERS_HELD;
	}

	void apply(TcpProxy proxy) {
		this.failure.accept(proxy);
	}

}
