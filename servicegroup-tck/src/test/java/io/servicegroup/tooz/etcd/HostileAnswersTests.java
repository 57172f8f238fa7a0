package io.servicegroup.tooz.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

import io.servicegroup.tck.Mutations;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Malformed and malicious responses of the gateway and by gRPC.
 */
@Timeout(60)
class HostileAnswersTests {

	private static final byte[] RANGE = """
			{"header":{"cluster_id":"1","revision":"7"},"kvs":[{"key":"dG9vei9ncm91cHMvZy8=","create_revision":"2",
			"value":"dG9v"},{"key":"dG9vei9ncm91cHMvZy9t","lease":"7587","value":"gaZ3ZWlnaHQB"}],"count":"2"}"""
		.getBytes(StandardCharsets.UTF_8);

	/** The same, with one entry. */
	private static final byte[] RANGE_BY_GRPC = HexFormat.of()
		.parseHex("0a0608011807200212250a0f746f6f7a2f67726f7570732f672f6d100218"
				+ "0320012a0981a67765696768740130a33b2001");

	private static final byte[] ERROR = """
			{"error":"etcdserver: lease not found","code":5,"message":"etcdserver: lease not found"}"""
		.getBytes(StandardCharsets.UTF_8);

	private final JsonMapper json = new JsonMapper();

	/** The gateway translates the other exception of its own. */
	private JsonNode parsed(byte[] bytes) {
		try {
			return this.json.readTree(bytes);
		}
		catch (JacksonException ex) {
			throw new SerializationException("No JSON", ex);
		}
	}

	@Test
	void mutatedEntriesAreReadOrRefused() {
		new Mutations(20261122, RANGE).forEach(Mutations.COUNT,
				(bytes) -> EtcdAnswer.of(parsed(bytes))
					.entries()
					.forEach((entry) -> assertThat(entry.value()).isNotNull()));
	}

	/** The messages are decoded by code of this project. */
	@Test
	void mutatedAnswersByGrpcAreReadOrRefused() {
		EtcdMethod range = EtcdMethod.of(EtcdClient.RANGE);
		new Mutations(20261128, RANGE_BY_GRPC).forEach(Mutations.COUNT,
				(bytes) -> range.decode(bytes).entries().forEach((entry) -> assertThat(entry.value()).isNotNull()));
	}

	@Test
	void anAnswerByGrpcThatNestsDeeplyIsRefused() {
		byte[] answer = {};
		for (int i = 0; i < 100; i++) {
			ByteArrayOutputStream outer = new ByteArrayOutputStream();
			for (int field : new int[] { 4, 3 }) {
				outer.reset();
				outer.write((field << 3) | 2);
				outer.write((answer.length & 0x7f) | 0x80);
				outer.write(answer.length >> 7);
				outer.writeBytes(answer);
				answer = outer.toByteArray();
			}
		}
		byte[] nested = answer;
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> EtcdMethod.of(EtcdClient.TXN).decode(nested));
	}

	@Test
	void mutatedErrorsAreReported() {
		EtcdErrors errors = new EtcdErrors("etcd", Duration.ofSeconds(1));
		new Mutations(20261122, ERROR).forEach(Mutations.COUNT,
				(bytes) -> assertThat(errors.ofResponse(parsed(bytes))).hasMessageContaining("etcd"));
	}

	@Test
	void invalidBase64IsRefused() {
		for (String kv : new String[] { "{\"key\":\"%\"}", "{\"key\":7}", "{\"key\":null}", "{\"key\":[]}",
				"{\"key\":{}}" }) {
			Mutations.check(kv, ("{\"kvs\":[" + kv + "]}").getBytes(StandardCharsets.UTF_8),
					(bytes) -> EtcdAnswer.of(parsed(bytes)));
		}
	}

}
