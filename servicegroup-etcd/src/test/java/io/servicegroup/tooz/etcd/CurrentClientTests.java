package io.servicegroup.tooz.etcd;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CurrentClientTests {

	private final List<String> closed = new ArrayList<>();

	private Object version = "first";

	private int created;

	private final CurrentClient<String> clients = new CurrentClient<>(this::create, () -> this.version,
			this.closed::add);

	private String create() {
		if (this.version.equals("broken")) {
			throw new IllegalStateException("No such certificate");
		}
		this.created++;
		return "client " + this.created;
	}

	@Test
	void aReplacedClientIsClosedOnceNoCallUsesIt() {
		CurrentClient<String>.Use one = this.clients.use();
		CurrentClient<String>.Use two = this.clients.use();
		this.version = "second";
		CurrentClient<String>.Use three = this.clients.use();
		assertThat(List.of(one.client(), two.client(), three.client())).containsExactly("client 1", "client 1",
				"client 2");
		one.close();
		assertThat(this.closed).as("another call may send its request only now").isEmpty();
		two.close();
		three.close();
		assertThat(this.closed).containsExactly("client 1");
	}

	@Test
	void aClientThatNoCallUsesIsClosedWhenItIsReplaced() {
		this.clients.use().close();
		this.version = "second";
		this.clients.use().close();
		assertThat(this.closed).containsExactly("client 1");
	}

	@Test
	void theFirstUseCreatesAClientThatLaterOnesShare() {
		assertThat(this.created).isZero();
		this.version = "second";
		this.clients.use().close();
		this.clients.use().close();
		assertThat(this.created).isOne();
		assertThat(this.closed).isEmpty();
	}

	@Test
	void aClientThatWasNeverUsedIsNotCreatedByTheEnd() {
		this.clients.close();
		assertThat(this.created).isZero();
	}

	@Test
	void aClientStaysInUseWhileItCannotBeReplaced() {
		this.clients.use().close();
		this.version = "broken";
		this.clients.use().close();
		this.clients.use().close();
		assertThat(this.closed).isEmpty();
		this.version = "third";
		assertThat(this.clients.use().client()).isEqualTo("client 2");
		assertThat(this.closed).containsExactly("client 1");
	}

	@Test
	void afterTheEndEachCallHasAClientOfItsOwn() {
		CurrentClient<String>.Use last = this.clients.use();
		this.clients.close();
		assertThat(this.closed).isEmpty();
		last.close();
		CurrentClient<String>.Use late = this.clients.use();
		assertThat(late.client()).isEqualTo("client 2");
		late.close();
		assertThat(this.closed).containsExactly("client 1", "client 2");
	}

}
