package io.servicegroup.tooz;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each format of msgpack, as its own library writes it, is decoded to the same value.
 */
class CapabilitiesFormatsTests {

	private static Object decoded(Packing packing) throws IOException {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packing.pack(packer);
			return Capabilities.decode(packer.toByteArray());
		}
	}

	static Stream<Long> integers() {
		return LongStream.range(0, 64)
			.flatMap((bits) -> LongStream.of((1L << bits) - 1, 1L << bits, (1L << bits) + 1))
			.flatMap((number) -> LongStream.of(number, -number))
			.boxed();
	}

	@ParameterizedTest
	@MethodSource("integers")
	void integersOfEachLength(long number) throws IOException {
		assertThat(decoded((packer) -> packer.packLong(number))).isEqualTo(number);
	}

	@Test
	void integersAboveTheRangeOfLong() throws IOException {
		BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
		for (BigInteger number : List.of(largest, BigInteger.ONE.shiftLeft(63))) {
			assertThat(decoded((packer) -> packer.packBigInteger(number))).isEqualTo(number);
		}
		assertThat(Capabilities.decode(new byte[] { (byte) 0xcf, 0, 0, 0, 0, 0, 0, 0, 1 })).isEqualTo(1L);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY })
	void floats(double number) throws IOException {
		assertThat(decoded((packer) -> packer.packDouble(number))).isEqualTo(number);
		assertThat(decoded((packer) -> packer.packFloat((float) number))).isEqualTo((double) (float) number);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536 })
	void textBytesListsAndMapsOfEachLength(int length) throws IOException {
		for (String letter : List.of("a", "ü", "✓")) {
			String text = letter.repeat(length);
			assertThat(decoded((packer) -> packer.packString(text))).isEqualTo(text);
		}
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) 0xc1);
		assertThat(decoded((packer) -> packer.packBinaryHeader(length).writePayload(bytes))).isEqualTo(bytes);
		assertThat(decoded((packer) -> packer.packExtensionTypeHeader((byte) -7, length).writePayload(bytes)))
			.isEqualTo(new Capabilities.Opaque((byte) -7, bytes));
		assertThat(decoded((packer) -> {
			packer.packArrayHeader(length);
			for (int i = 0; i < length; i++) {
				packer.packInt(i);
			}
		})).isEqualTo(new ArrayList<>(LongStream.range(0, length).boxed().toList()));
		Map<String, Boolean> map = new HashMap<>();
		IntStream.range(0, length).forEach((i) -> map.put("k" + i, i % 2 == 0));
		assertThat(decoded((packer) -> {
			packer.packMapHeader(length);
			for (Map.Entry<String, Boolean> entry : map.entrySet()) {
				packer.packString(entry.getKey()).packBoolean(entry.getValue());
			}
		})).isEqualTo(map);
	}

	@Test
	void extensionsOfFixedLength() throws IOException {
		for (int length : List.of(1, 2, 4, 8, 16)) {
			byte[] data = new byte[length];
			assertThat(decoded((packer) -> packer.packExtensionTypeHeader((byte) 99, length).writePayload(data)))
				.isEqualTo(new Capabilities.Opaque((byte) 99, data));
		}
	}

	/** An unpaired surrogate, which no decoder of UTF-8 accepts. */
	@Test
	void textThatIsNotUtf8IsRefused() {
		byte[] surrogate = { (byte) 0xa3, (byte) 0xed, (byte) 0xa0, (byte) 0x80 };
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> Capabilities.decode(surrogate));
	}

	private interface Packing {

		void pack(MessageBufferPacker packer) throws IOException;

	}

}
