package io.servicegroup.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * A group of many members on one Redis, and one application that serves the board.
 */
final class LargeGroup implements AutoCloseable {

	private static final String TIMEOUT = "timeout=60";

	private final RedisServer server = new RedisServer();

	private final Fleet fleet = new Fleet(this.server.url(TIMEOUT), 10_000);

	private SampleProcess viewer;

	/** Creates a group whose members send heartbeats, each with its own connection. */
	static LargeGroup live(int members) {
		LargeGroup group = new LargeGroup();
		IntStream.range(0, members).parallel().forEach((i) -> group.fleet.join(id(i), capabilities(i)));
		return group.serve();
	}

	/** Creates a group whose members are in the store for ten minutes. */
	static LargeGroup stored(int members) {
		LargeGroup group = new LargeGroup();
		RedisProbe probe = group.server.probe();
		probe.command("SADD", "_tooz_groups", "web");
		probe.command("HSET", "_tooz_group:web", "__created__", "1");
		for (int i = 0; i < members; i++) {
			probe.command("SET", "_tooz_beats:" + id(i), "Not dead!", "PX", "600000");
			probe.command("HSET", "_tooz_group:web", id(i), packed(capabilities(i)));
		}
		return group.serve();
	}

	private static String id(int number) {
		return "web-%05d".formatted(number);
	}

	private static Map<String, Object> capabilities(int number) {
		return Map.of("zone", "eu-" + (char) ('a' + number % 3), "version", "1.4." + number % 2, "host",
				"10.0." + number / 250 + "." + number % 250);
	}

	private static byte[] packed(Map<String, Object> capabilities) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packMapHeader(capabilities.size());
			for (Map.Entry<String, Object> each : capabilities.entrySet()) {
				packer.packString(each.getKey());
				byte[] text = each.getValue().toString().getBytes(StandardCharsets.UTF_8);
				packer.packRawStringHeader(text.length).writePayload(text);
			}
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private LargeGroup serve() {
		this.viewer = SampleProcess
			.start(this.server.url(TIMEOUT), "viewer", 0, "--servicegroup.leader-election.enabled=false")
			.awaitStarted();
		return this;
	}

	String url() {
		return this.viewer.url();
	}

	SampleProcess viewer() {
		return this.viewer;
	}

	/**
	 * Lets members join and leave, one a second.
	 * @return the seconds that it took
	 */
	double changeEachSecond(int changes) throws InterruptedException {
		long begun = System.nanoTime();
		for (int i = 0; i < changes; i++) {
			if (i % 2 == 0) {
				this.fleet.join("guest-" + i / 2, capabilities(i));
			}
			else {
				this.fleet.leave("guest-" + i / 2);
			}
			long next = begun + Duration.ofSeconds(i + 1).toNanos();
			while (System.nanoTime() < next) {
				Thread.sleep(10);
			}
		}
		return (System.nanoTime() - begun) / 1e9;
	}

	@Override
	public void close() {
		if (this.viewer != null) {
			this.viewer.close();
		}
		this.fleet.close();
		this.server.close();
	}

}
