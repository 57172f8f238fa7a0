package io.servicegroup.tooz;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.sun.management.ThreadMXBean;
import io.servicegroup.driver.PlainCapabilities;
import io.servicegroup.tck.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests malicious capabilities.
 */
@Timeout(60)
class HostileCapabilitiesTests {

	@Test
	void mutatedCapabilitiesAreDecodedOrRefused() {
		new Mutations(20261122, Mutations.capabilities(), Capabilities.encode(Set.of("a")), Capabilities.encode("x"))
			.forEach(Mutations.COUNT, Capabilities::decode);
	}

	/** Each extension is decoded by its own decoder. */
	@Test
	void manySmallExtensionsAreCheap() {
		ByteArrayOutputStream list = new ByteArrayOutputStream();
		list.writeBytes(new byte[] { (byte) 0xdd, 0, 1, 0, 0 });
		for (int i = 0; i < 65536; i++) {
			list.writeBytes(HexFormat.of().parseHex("c7030491a178"));
		}
		Mutations.check("Small sets", list.toByteArray(), Capabilities::decode);
	}

	/**
	 * A megabyte of small values must not exhaust a small heap, whether it is decoded or
	 * refused.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "80", "90", "c0", "00", "cc80", "ca00000000", "a0", "a178", "c400", "c40178", "81a000",
			"9100", "c70063", "d40490", "d5049100", "d40578", "d40100" })
	void aMegabyteOfSmallValuesCostsLittleForEachByte(String hex) {
		byte[] value = HexFormat.of().parseHex(hex);
		int count = 1_000_000 / value.length;
		ByteBuffer record = ByteBuffer.allocate(5 + count * value.length).put((byte) 0xdd).putInt(count);
		for (int i = 0; i < count; i++) {
			record.put(value);
		}
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = threads.getCurrentThreadAllocatedBytes();
		try {
			PlainCapabilities.unpacked(record.array());
		}
		catch (SerializationException ex) {
			assertThat(ex).hasMessageMatching("More than 100000 .*|A datetime.*|Not a msgpack value.*");
		}
		allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
		assertThat(allocated / record.capacity()).isLessThan(128);
	}

	@Test
	void aLongListOfNumbersIsRead() {
		List<Long> numbers = java.util.stream.LongStream.range(0, 200_000).boxed().toList();
		assertThat(PlainCapabilities.unpacked(Capabilities.encode(Map.of("numbers", numbers))))
			.isEqualTo(Map.of("numbers", numbers));
	}

	@Test
	void anExtensionHoldsExactlyOneValue() {
		// Too long for its value, too short for it, and empty before another value.
		for (String hex : List.of("d5049000", "d40491a0", "92c7000490", "92d4049200c0")) {
			assertRefused(HexFormat.of().parseHex(hex));
		}
	}

	/** Looking up keys with the same hash code takes linear time. */
	@Test
	void keysThatCollideAreRefused() {
		ByteBuffer map = ByteBuffer.allocate(5 + 50_000 * 12).put((byte) 0xdf).putInt(50_000);
		for (int i = 0; i < 50_000; i++) {
			map.put((byte) 0x92).put((byte) 0xce).putInt(i).put((byte) 0xce).putInt(-31 * i).put((byte) 1);
		}
		Mutations.check("Lists as keys", map.array(), HostileCapabilitiesTests::assertRefused);
	}

	@Test
	void manyElementsOfASetThatCollideAreRefused() {
		ByteBuffer opaque = ByteBuffer.allocate(5 + 50_000 * 6).put((byte) 0xdd).putInt(50_000);
		for (int i = 0; i < 50_000; i++) {
			// The hash code of the four bytes is that of 0, 0, 0, 0.
			opaque.put((byte) 0xd6).put((byte) 99).putInt(0);
		}
		byte[] set = Capabilities.encode(new Capabilities.Opaque((byte) Capabilities.SET_TYPE, opaque.array()));
		Mutations.check("Unknown extensions in a set", set, HostileCapabilitiesTests::assertRefused);
	}

	private static void assertRefused(byte[] bytes) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> Capabilities.decode(bytes));
	}

	@Test
	void valuesThatPythonCannotReadAreRefused() {
		for (String hex : List.of("8101a176", "81c0a176", "81d40107a176", "d5049190", "d5049180", "d60491d40490")) {
			assertRefused(HexFormat.of().parseHex(hex));
		}
	}

	@Test
	void aLargeSetOfOneKindIsRead() {
		Set<Long> numbers = java.util.stream.LongStream.range(0, 5000)
			.boxed()
			.collect(java.util.stream.Collectors.toSet());
		assertThat(Capabilities.decode(Capabilities.encode(numbers))).isEqualTo(numbers);
	}

}
