package io.servicegroup.tooz.etcd;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.Http1Proxy;
import io.servicegroup.tck.servers.Http1Proxy.Mode;
import io.servicegroup.tooz.ClientCustomizers;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The choice between gRPC and the JSON gateway. */
class EtcdTransportsTests extends EtcdFixture {

	private Http1Proxy proxy(Mode mode) {
		return opened(new Http1Proxy(((EtcdServer) this.server).port(), mode));
	}

	private static ToozUrl url(Http1Proxy proxy) {
		return Coordinators.parse("etcd3+http://127.0.0.1:" + proxy.port());
	}

	private EtcdClient client(ToozUrl url) {
		return opened(new EtcdClient(url, LONG));
	}

	private static void read(EtcdClient client) {
		assertThat(client.call(EtcdClient.RANGE, Map.of("key", EtcdKeys.bytes("any"))).position())
			.isNotEqualTo(EtcdAnswer.Position.NONE);
	}

	private boolean watches(EtcdClient client) {
		AtomicInteger calls = new AtomicInteger();
		try (EtcdWatch watch = new EtcdWatch(client, EtcdKeys.group(this.group), LONG, calls::incrementAndGet)) {
			watch.start();
			within(BOUND).until(() -> calls.get() == 1);
			probe().put(EtcdKeys.group(this.group), new byte[] { 1 }, 0);
			within(BOUND).until(() -> calls.get() > 1);
		}
		within(BOUND).until(() -> probe().watchers() == 0);
		return true;
	}

	@Test
	void aServerIsCalledByGrpc() {
		EtcdClient client = client(Coordinators.parse(bareUrl()));
		read(client);
		within(BOUND).until(client::isByGrpc);
		read(client);
		assertThat(watches(client)).isTrue();
	}

	@Test
	void theGatewayIsUsedBehindAProxyOfHttp1() {
		EtcdClient client = client(url(proxy(Mode.REFUSE_HTTP_2)));
		read(client);
		assertThat(watches(client)).isTrue();
		assertThat(client.isByGrpc()).isFalse();
	}

	@Test
	void theGatewayIsUsedWhileGrpcGetsNoAnswer() {
		Http1Proxy proxy = proxy(Mode.IGNORE_HTTP_2);
		EtcdClient client = opened(new EtcdClient(url(proxy), Duration.ofSeconds(3)));
		read(client);
		long begun = System.nanoTime();
		read(client);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
		assertThat(client.isByGrpc()).isFalse();
	}

	@Test
	void theGatewayIsUsedOnceAProxyDoesNotPassGrpcOn() {
		Http1Proxy proxy = proxy(Mode.PASS);
		EtcdClient client = client(url(proxy));
		read(client);
		within(BOUND).until(client::isByGrpc);
		proxy.change(Mode.REFUSE_HTTP_2);
		within(BOUND).until(() -> succeeds(() -> read(client)));
		assertThat(client.isByGrpc()).isFalse();
		assertThat(watches(client)).isTrue();
	}

	@Test
	void theGatewayIsUsedOnceAPortIsSilentToGrpc() {
		Http1Proxy proxy = proxy(Mode.PASS);
		EtcdClient client = opened(new EtcdClient(url(proxy), Duration.ofSeconds(1)));
		within(BOUND).until(() -> succeeds(() -> read(client)) && client.isByGrpc());
		proxy.change(Mode.IGNORE_HTTP_2);
		within(LONG).until(() -> succeeds(() -> read(client)));
		assertThat(client.isByGrpc()).isFalse();
		proxy.change(Mode.PASS);
		within(LONG).until(() -> succeeds(() -> read(client)) && client.isByGrpc());
	}

	/** As with a host that vanishes after it has accepted the connection. */
	@Test
	void aConnectionThatIsNeverReadyIsReplaced() {
		Http1Proxy proxy = proxy(Mode.PASS);
		EtcdClient client = opened(new EtcdClient(url(proxy), Duration.ofSeconds(1)));
		within(BOUND).until(() -> succeeds(() -> read(client)) && client.isByGrpc());
		proxy.change(Mode.IGNORE_HTTP_2);
		within(BOUND).until(() -> !succeeds(() -> read(client)));
		proxy.changeOfNew(Mode.PASS);
		within(BOUND).until(() -> succeeds(() -> read(client)));
		assertThat(client.isByGrpc()).isTrue();
	}

	@Test
	void gRpcIsUsedOnceTheServerIsUp() {
		this.server.stop();
		EtcdClient client = client(Coordinators.parse(bareUrl()));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> read(client))
			.withMessageContaining("cannot be reached");
		assertThat(client.isByGrpc()).isFalse();
		this.server.start();
		read(client);
		within(BOUND).until(client::isByGrpc);
		this.server.stop();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> read(client))
			.withMessageContaining("cannot be reached");
		this.server.start();
		read(client);
		assertThat(client.isByGrpc()).isTrue();
	}

	@Test
	void aCustomizedClientOfTheGatewayIsUsed() {
		ToozUrl url = Coordinators.parse(bareUrl()).customizedBy(new ClientCustomizers() {
			@Override
			public <B> void customize(Class<B> type, B builder) {
				if (builder instanceof HttpClient.Builder http) {
					http.followRedirects(HttpClient.Redirect.NEVER);
				}
			}
		});
		EtcdClient client = client(url);
		read(client);
		assertThat(client.isByGrpc()).isFalse();
		assertThat(watches(client)).isTrue();
	}

	@Test
	void anUnknownApiVersionOfTheGatewayIsReported() {
		String url = url(proxy(Mode.REFUSE_HTTP_2)) + "?api_version=v3alpha";
		Coordinator old = opened(Coordinators.get(url, "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(old::start)
			.withMessageContaining("/v3alpha/")
			.withMessageContaining("api_version");
		Coordinator current = opened(Coordinators.get(bareUrl() + "?api_version=v3alpha", "one"));
		within(BOUND).until(() -> succeeds(current::start));
	}

	/** The gateway writes 64-bit numbers as text. */
	@Test
	void anAnswerByGrpcIsThatOfTheGateway() {
		EtcdClient byGrpc = client(Coordinators.parse(bareUrl()));
		EtcdClient byGateway = client(url(proxy(Mode.REFUSE_HTTP_2)));
		for (EtcdClient client : List.of(byGrpc, byGateway)) {
			read(client);
		}
		within(BOUND).until(byGrpc::isByGrpc);
		String key = EtcdKeys.group(this.group);
		probe().put(key, new byte[] { 1, -1 }, 0);
		for (String read : List.of(key, EtcdKeys.group("none"))) {
			EtcdAnswer answer = byGrpc.call(EtcdClient.TXN, txn(key, read));
			assertThat(answer.part(0).entries()).hasSize(read.equals(key) ? 1 : 0);
			assertThat(answer).usingRecursiveComparison()
				.ignoringFieldsMatchingRegexes(".*cluster")
				.isEqualTo(byGateway.call(EtcdClient.TXN, txn(key, read)));
		}
	}

	/** Deletes nothing. */
	private static Map<String, ?> txn(String present, String read) {
		EtcdTxn nested = EtcdTxn.when(EtcdCompare.absent(read)).then(EtcdTxn.read(present));
		return EtcdTxn.when(EtcdCompare.exists(present))
			.then(EtcdTxn.read(read), nested.nested(), EtcdTxn.delete(read + "x"))
			.body();
	}

}
