package io.servicegroup.tooz.etcd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.servicegroup.tck.Mutations;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Malformed and malicious responses of the gateway.
 */
@Timeout(60)
class HostileAnswersTests {

	private static final byte[] RANGE = """
			{"header":{"cluster_id":"1","revision":"7"},"kvs":[{"key":"dG9vei9ncm91cHMvZy8=","create_revision":"2",
			"value":"dG9v"},{"key":"dG9vei9ncm91cHMvZy9t","lease":"7587","value":"gaZ3ZWlnaHQB"}],"count":"2"}"""
		.getBytes(StandardCharsets.UTF_8);

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
				(bytes) -> EtcdEntry.all(parsed(bytes)).forEach((entry) -> assertThat(entry.value()).isNotNull()));
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
					(bytes) -> EtcdEntry.all(parsed(bytes)));
		}
	}

}
