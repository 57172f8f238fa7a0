package io.servicegroup.tooz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Capabilities that somebody has made to do harm.
 */
@Timeout(60)
class HostileCapabilitiesTests {

	@Test
	void mutatedOnesAreAValueOrRefused() {
		new Mutations(20261122, Mutations.capabilities(), Capabilities.encode(Set.of("a")), Capabilities.encode("x"))
			.forEach(Mutations.COUNT, Capabilities::decode);
	}

	/** For each of which a decoder of its own is made. */
	@Test
	void manySmallExtensionsAreCheap() {
		ByteArrayOutputStream list = new ByteArrayOutputStream();
		list.writeBytes(new byte[] { (byte) 0xdd, 0, 1, 0, 0 });
		for (int i = 0; i < 65536; i++) {
			list.writeBytes(HexFormat.of().parseHex("c7030491a178"));
		}
		Mutations.check("Small sets", list.toByteArray(), Capabilities::decode);
	}

	/** As lists with the same hash code are no faster to find than in a list. */
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
		assertThatExceptionOfType(SerializationError.class).isThrownBy(() -> Capabilities.decode(bytes));
	}

	@Test
	void whatPythonCannotReadIsRefused() {
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

	@Test
	void brokenRecordsThatWereToldOfAreForgottenInTime() {
		BrokenRecords broken = new BrokenRecords();
		for (int i = 0; i < 1500; i++) {
			assertThat(broken.isNews("record" + i, new byte[] { 1 })).isTrue();
		}
		assertThat(broken.isNews("record1499", new byte[] { 1 })).isFalse();
		assertThat(broken.isNews("record1499", new byte[] { 2 })).isTrue();
		assertThat(broken.isNews("record0", new byte[] { 1 })).isTrue();
	}

}
