package io.servicegroup.membership;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Departure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nova's driver {@code mc}: members of Nova are found by name, whatever their value is.
 */
@Tag("long")
class McServiceGroupTests extends ServiceGroupContract {

	@Override
	protected Set<Departure> knownDepartures() {
		return Set.of();
	}

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

	private MemcachedSocket socket() {
		return opened(((NovaMemcached) this.server).connect());
	}

	@ParameterizedTest
	@CsvSource({ "pickled True, 1, 80024b012e", "pickled by protocol 0, 1, 4930310a2e",
			"pickled datetime of Python 2, 1, "
					+ "8002636461746574696d650a6461746574696d650a7101550a07de0101000000000000857102527103642e",
			"integer, 2, 31", "long, 4, 3132333435", "text, 0, 7570", "nothing, 0, ''", "text that is msgpack, 0, 81",
			"ours but broken, 1, "
					+ "636461746574696d650a6461746574696d650a2849323032360a4931310a4932320a49310a49320a49330a49340a74522e92c4" })
	void anyValueOfNovaIsAMemberThatIsUp(String what, int flags, String hex) {
		LiveServiceGroupAPI api = api("observer");
		assertThat(api.serviceIsUp("compute", "host1")).isFalse();
		socket().set("compute:host1", flags, 60, HexFormat.of().parseHex(hex));
		within(Duration.ofSeconds(5)).until(() -> api.serviceIsUp("compute", "host1"));
		assertThat(api.read("compute").member("host1").orElseThrow().capabilities()).isEmpty();
	}

	@Test
	void aMemberOfNovaIsFoundByTheFirstQuery() {
		LiveServiceGroupAPI api = api("observer");
		assertThat(api.getAll("compute")).isEmpty();
		socket().set("compute:host1", 1, 3, HexFormat.of().parseHex("80024b012e"));
		assertThat(api.serviceIsUp("compute", "host1")).isTrue();
		assertThat(api.getAll("compute")).hasSize(1);
		within(Duration.ofSeconds(6)).until(() -> !api.serviceIsUp("compute", "host1"));
		assertThat(api.serviceIsUp("compute", "host2")).isFalse();
		assertThat(api.serviceIsUp("compute", "a b")).isFalse();
	}

}
