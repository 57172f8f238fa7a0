package io.servicegroup.tooz;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.servicegroup.interop.PythonError;
import io.servicegroup.interop.PythonMember;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link Capabilities} rejects malformed bytes with a
 * {@link SerializationException}, fast and with little memory, and values that Python
 * cannot read.
 */
@Timeout(30)
class MalformedCapabilitiesTests {

	private static final int CASES = 2000;

	private static final long MAX_ALLOCATION = 4 << 20;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final byte[] VALID = valid();

	private static byte[] valid() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("text", "grün ✓");
		all.put("bytes", new byte[] { 1, 2, 3 });
		all.put("numbers", List.of(1L, -5L, 1L << 40, BigInteger.ONE.shiftLeft(63), 2.5));
		all.put("scalars", Arrays.asList(true, null));
		all.put("uuid", UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));
		all.put("time", LocalDateTime.of(2026, 2, 28, 23, 59, 1, 123_456_000));
		all.put("set", Set.of("a"));
		all.put("nested", Map.of("deep", Map.of("er", List.of(Set.of(1L)))));
		all.put("opaque", new Capabilities.Opaque((byte) 99, new byte[] { 1, 2 }));
		return Capabilities.encode(all);
	}

	/** Loads the classes, so that their loading is not measured. */
	@BeforeAll
	static void warmUp() {
		decodeAndEncode(VALID);
		decodeAndEncode(new byte[0]);
	}

	private static void assertRejected(byte[] bytes) {
		assertCheap(bytes, () -> assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> Capabilities.decode(bytes)));
	}

	/** Measures CPU time instead of elapsed time, as the machine may be busy. */
	private static void assertCheap(byte[] bytes, Runnable work) {
		long allocated = THREADS.getCurrentThreadAllocatedBytes();
		long time = THREADS.getCurrentThreadCpuTime();
		work.run();
		String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 500));
		assertThat(THREADS.getCurrentThreadCpuTime() - time).as(hex).isLessThan(Duration.ofSeconds(1).toNanos());
		assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).as(hex).isLessThan(MAX_ALLOCATION);
	}

	@Test
	void everyTruncationIsRejected() {
		for (int length = 0; length < VALID.length; length++) {
			assertRejected(Arrays.copyOf(VALID, length));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dd7fffffff", "dd80000000", "ddffffffff", "df7fffffff", "df80000000", "db7fffffff",
			"db80000000", "dbffffffff", "c67fffffff", "c680000000", "c97fffffff63", "c98000000063", "dd000fffff",
			"da7fff61", "d9ff61", "c5ffff61", "c87fff0461", "c9000000ff0061", "dc0003ddffffffff" })
	void headersThatDeclareMissingElementsAreRejected(String hex) {
		assertRejected(HexFormat.of().parseHex(hex));
	}

	@ParameterizedTest
	@ValueSource(strings = { "c1", "91c1", "0505", "c0c0", "a1ff", "a2c328", "a3eda080", "d90180", "c70000", "c7010007",
			"d80030313233343536373839616263646566", "d401c0", "d40107", "d40180", "d404c0", "d40405", "d404a0",
			"d5049007", "d40480", "c7150783" })
	void bytesThatAreNotAValueAreRejected(String hex) {
		assertRejected(HexFormat.of().parseHex(hex));
	}

	@ParameterizedTest
	@ValueSource(strings = { "year=cf7fffffffffffffff", "year=ce7fffffff", "month=0d", "microsecond=ce7fffffff",
			"microsecond=ce000f4240", "day=a131", "hour=ff", "second=c0" })
	void invalidTimesAreRejected(String part) throws Exception {
		ByteArrayOutputStream map = new ByteArrayOutputStream();
		map.write(0x87);
		for (String name : List.of("day", "month", "year", "hour", "minute", "second", "microsecond")) {
			map.write(Capabilities.encode(name));
			map.write(part.startsWith(name + "=") ? HexFormat.of().parseHex(part.substring(name.length() + 1))
					: new byte[] { 1 });
		}
		assertRejected(Capabilities.encode(new Capabilities.Opaque((byte) 1, map.toByteArray())));
	}

	@Test
	void deepNestingIsRejected() {
		assertRejected(nested(new byte[] { (byte) 0x91 }));
		assertRejected(nested(new byte[] { (byte) 0x81, (byte) 0xa1, 'k' }));
		assertRejected(nested(new byte[] { (byte) 0x81 }));
	}

	private static byte[] nested(byte[] level) {
		ByteBuffer bytes = ByteBuffer.allocate(10_000 * level.length + 1);
		for (int i = 0; i < 10_000; i++) {
			bytes.put(level);
		}
		return bytes.put((byte) 0xc0).array();
	}

	@Test
	void deepNestingOfExtensionsIsRejected() {
		ByteBuffer bytes = ByteBuffer.allocate(60_001);
		for (int i = 0; i < 10_000; i++) {
			bytes.put((byte) 0xc9).putInt(bytes.remaining() - 5).put((byte) 4);
		}
		assertRejected(bytes.put((byte) 0x90).array());
	}

	@Test
	void nestingAtTheLimitIsReadAndWritten() {
		Object value = "x";
		for (int i = 0; i < 64; i++) {
			value = List.of(value);
		}
		assertThat(Capabilities.decode(Capabilities.encode(value))).isEqualTo(value);
		Object deeper = List.of(value);
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> Capabilities.encode(deeper));
	}

	@Test
	void randomBytesAreDecodedOrRejected() {
		Random random = new Random(20261122);
		for (int i = 0; i < CASES; i++) {
			byte[] bytes = new byte[random.nextInt(200)];
			random.nextBytes(bytes);
			assertCheap(bytes, () -> decodeAndEncode(bytes));
		}
	}

	@Test
	void randomlyChangedBytesAreDecodedOrRejected() {
		Random random = new Random(20261122);
		for (int i = 0; i < CASES; i++) {
			byte[] bytes = VALID.clone();
			for (int change = random.nextInt(4); change >= 0; change--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			assertCheap(bytes, () -> decodeAndEncode(bytes));
		}
	}

	/** Any other exception fails the test. */
	private static void decodeAndEncode(byte[] bytes) {
		try {
			Object value = Capabilities.decode(bytes);
			assertThat(Capabilities.encode(value)).isNotEmpty();
		}
		catch (SerializationException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

	static Stream<Object> unwritable() {
		List<Object> cyclic = new ArrayList<>();
		cyclic.add(cyclic);
		return Stream.of(Map.of("k", new Object()), Map.of(1, "v"), Collections.singletonMap(null, "v"),
				Set.of(List.of(1)), Set.of(Map.of()), Set.of(Set.of()), cyclic, BigInteger.ONE.shiftLeft(64),
				BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE), LocalDateTime.MAX, LocalDateTime.MIN,
				ZonedDateTime.parse("2026-07-01T12:00:00+02:00"));
	}

	@ParameterizedTest
	@MethodSource("unwritable")
	void valuesThatToozCannotReadAreNotEncoded(Object value) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> Capabilities.encode(value));
	}

	@Test
	void toozCannotReadTheRejectedValues() {
		try (PythonMember python = new PythonMember("file:///unused", "reader")) {
			for (String hex : List.of("8101a176", "81c0a176", "d5049190", "d5049180", "d60491d40490")) {
				assertThatExceptionOfType(PythonError.class).as(hex)
					.isThrownBy(() -> python.call("loads", HexFormat.of().parseHex(hex)));
			}
		}
	}

}
