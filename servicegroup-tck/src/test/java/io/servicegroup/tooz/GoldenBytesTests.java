package io.servicegroup.tooz;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.servicegroup.interop.PythonMember;
import io.servicegroup.interop.TaggedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Compares {@link Capabilities} with the bytes that tooz writes, and these bytes with a
 * running tooz.
 */
class GoldenBytesTests {

	private static final LocalDateTime TIME = LocalDateTime.of(2026, 2, 28, 23, 59, 1, 123_456_000);

	private static final String TIME_PARTS = "a36461791ca56d6f6e746802a479656172cd07eaa4686f757217a66d696e7574653b"
			+ "a67365636f6e6401ab6d6963726f7365636f6e64ce0001e240";

	/** Values that Java and Python can write. */
	static Stream<Arguments> both() {
		return Stream.of(integers(), unsigned(), others(), containers(), extensions()).flatMap((rows) -> rows);
	}

	private static Stream<Arguments> integers() {
		return Stream.of(arguments(0L, "00"), arguments(1L, "01"), arguments(127L, "7f"), arguments(128L, "cc80"),
				arguments(255L, "ccff"), arguments(256L, "cd0100"), arguments(65535L, "cdffff"),
				arguments(65536L, "ce00010000"), arguments(4294967295L, "ceffffffff"),
				arguments(4294967296L, "cf0000000100000000"), arguments(Long.MAX_VALUE, "cf7fffffffffffffff"),
				arguments(-1L, "ff"), arguments(-32L, "e0"), arguments(-33L, "d0df"), arguments(-128L, "d080"),
				arguments(-129L, "d1ff7f"), arguments(-32768L, "d18000"), arguments(-32769L, "d2ffff7fff"),
				arguments(-2147483648L, "d280000000"), arguments(-2147483649L, "d3ffffffff7fffffff"),
				arguments(Long.MIN_VALUE, "d38000000000000000"));
	}

	private static Stream<Arguments> unsigned() {
		return Stream.of(arguments(BigInteger.ONE.shiftLeft(63), "cf8000000000000000"),
				arguments(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), "cfffffffffffffffff"));
	}

	private static Stream<Arguments> others() {
		return Stream.of(arguments(null, "c0"), arguments(true, "c3"), arguments(false, "c2"),
				arguments(2.5, "cb4004000000000000"), arguments(-0.0, "cb8000000000000000"),
				arguments(1e300, "cb7e37e43c8800759c"), arguments("", "a0"), arguments("a", "a161"),
				arguments("grün", "a56772c3bc6e"), arguments("𝄞", "a4f09d849e"),
				arguments("a".repeat(31), "bf" + "61".repeat(31)), arguments("a".repeat(32), "d920" + "61".repeat(32)),
				arguments("a".repeat(255), "d9ff" + "61".repeat(255)),
				arguments("a".repeat(256), "da0100" + "61".repeat(256)),
				arguments("ü".repeat(32768), "db00010000" + "c3bc".repeat(32768)), arguments(new byte[0], "c400"),
				arguments(new byte[] { 0, -1 }, "c40200ff"), arguments(new byte[256], "c50100" + "00".repeat(256)),
				arguments(new byte[65536], "c600010000" + "00".repeat(65536)));
	}

	private static Stream<Arguments> containers() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("role", "api");
		map.put("n", Map.of("deep", List.of(true)));
		return Stream.of(arguments(List.of(), "90"), arguments(Arrays.asList(1L, "a", null), "9301a161c0"),
				arguments(Collections.nCopies(15, 1L), "9f" + "01".repeat(15)),
				arguments(Collections.nCopies(16, 1L), "dc0010" + "01".repeat(16)),
				arguments(Collections.nCopies(65536, 1L), "dd00010000" + "01".repeat(65536)), arguments(Map.of(), "80"),
				arguments(map, "82a4726f6c65a3617069a16e81a46465657091c3"), arguments(letters(15), "8f" + pairs(15)),
				arguments(letters(16), "de0010" + pairs(16)));
	}

	private static Map<String, Object> letters(int count) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			map.put(String.valueOf((char) ('a' + i)), (long) i);
		}
		return map;
	}

	private static String pairs(int count) {
		StringBuilder hex = new StringBuilder();
		for (int i = 0; i < count; i++) {
			hex.append("a1%02x%02x".formatted('a' + i, i));
		}
		return hex.toString();
	}

	private static Stream<Arguments> extensions() {
		return Stream.of(
				arguments(UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
						"c720003031323334353637383961626364656630313233343536373839616263646566"),
				arguments(TIME, "c73c0187" + TIME_PARTS),
				arguments(TIME.atZone(ZoneId.of("UTC")), "c7430188" + TIME_PARTS + "a2747aa3555443"),
				arguments(TIME.atZone(ZoneId.of("Europe/Berlin")),
						"c74d0188" + TIME_PARTS + "a2747aad4575726f70652f4265726c696e"),
				arguments(LocalDateTime.of(1, 1, 1, 0, 0),
						"c7360187a364617901a56d6f6e746801a47965617201a4686f757200a66d696e75746500a67365636f6e6400"
								+ "ab6d6963726f7365636f6e6400"),
				arguments(Set.of(), "d40490"), arguments(Set.of(7L), "d5049107"),
				arguments(Set.of("a"), "c7030491a161"),
				arguments(new LinkedHashSet<>(List.of(1L, 2L, 3L)), "d60493010203"));
	}

	/** Values that tooz writes and for which only Python has a type. */
	static Stream<Arguments> pythonOnly() {
		return Stream.of(arguments("frozenset", Set.of(7L), "d5059107"),
				arguments("a date", opaque(7, "83a479656172cd07eaa56d6f6e746802a36461791c"),
						"c7150783a479656172cd07eaa56d6f6e746802a36461791c"),
				arguments("an unknown extension", opaque(99, "0102"), "d5630102"),
				arguments("bytes as keys", Map.of("k", 1L), "81c4016b01"));
	}

	private static Capabilities.Opaque opaque(int type, String hex) {
		return new Capabilities.Opaque((byte) type, HexFormat.of().parseHex(hex));
	}

	@ParameterizedTest
	@MethodSource("both")
	void encodesLikeToozAndDecodes(Object value, String hex) {
		assertThat(HexFormat.of().formatHex(Capabilities.encode(value))).isEqualTo(hex);
		assertThat(TaggedJson.tag(decode(hex))).isEqualTo(TaggedJson.tag(value));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pythonOnly")
	void decodesValuesThatOnlyToozWrites(String what, Object value, String hex) {
		assertThat(textKeys(decode(hex))).isEqualTo(value);
	}

	private static Object textKeys(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		Map<Object, Object> changed = new LinkedHashMap<>();
		map.forEach((key, v) -> changed.put((key instanceof byte[] bytes) ? new String(bytes) : key, v));
		return changed;
	}

	private static Object decode(String hex) {
		return Capabilities.decode(HexFormat.of().parseHex(hex));
	}

	@Test
	void toozWritesTheExpectedBytes() {
		try (PythonMember python = new PythonMember("file:///unused", "golden")) {
			both().map(Arguments::get)
				.forEach((row) -> assertThat(hex(python.call("dumps", row[0]))).as("%s", row[0]).isEqualTo(row[1]));
			pythonOnly().map(Arguments::get)
				.forEach((row) -> assertThat(hex(python.call("redump", HexFormat.of().parseHex((String) row[2]))))
					.as("%s", row[0])
					.isEqualTo(row[2]));
		}
	}

	private static String hex(Object bytes) {
		return HexFormat.of().formatHex((byte[]) bytes);
	}

	@Test
	void aZoneThatJavaDoesNotKnowIsDroppedAndAnOffsetIsDecoded() {
		assertThat(decode("c7440188" + TIME_PARTS + "a2747aa443455354")).isEqualTo(TIME);
		assertThat(decode("c7400188" + TIME_PARTS + "a2747ac0")).isEqualTo(TIME);
		assertThat(decode("c7490188" + TIME_PARTS + "a2747aa95554432b30323a3030"))
			.isEqualTo(TIME.atZone(ZoneId.of("UTC+02:00")));
		assertThat(Capabilities.encode(TIME.atZone(ZoneOffset.UTC)))
			.isEqualTo(Capabilities.encode(TIME.atZone(ZoneId.of("UTC"))));
	}

	@Test
	void smallerJavaTypesAreEncodedLikeTheLargerOnes() {
		assertThat(Capabilities.encode(List.of(7, (short) 7, (byte) 7, BigInteger.valueOf(7))))
			.isEqualTo(Capabilities.encode(List.of(7L, 7L, 7L, 7L)));
		assertThat(Capabilities.encode(2.5f)).isEqualTo(Capabilities.encode(2.5));
		assertThat(Capabilities.encode(List.of('a', Thread.State.NEW)))
			.isEqualTo(Capabilities.encode(List.of("a", "NEW")));
	}

}
