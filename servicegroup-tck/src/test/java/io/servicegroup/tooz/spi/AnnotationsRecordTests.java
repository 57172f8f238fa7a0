package io.servicegroup.tooz.spi;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.Mutations;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AnnotationsRecordTests {

	private static final Map<String, String> ANNOTATIONS = Map.of("disabled/a", "its disk fails ✓", "forced-down/b",
			"");

	@Test
	void encodedAnnotationsAreDecoded() {
		assertThat(AnnotationsRecord.decode(AnnotationsRecord.encode(ANNOTATIONS))).isEqualTo(ANNOTATIONS);
		assertThat(AnnotationsRecord.encode(Map.of())).isEmpty();
		assertThat(AnnotationsRecord.decode(new byte[0])).isEmpty();
		assertThat(AnnotationsRecord.encode(Map.of("k", "v"))).isEqualTo(HexFormat.of().parseHex("81a16ba176"));
	}

	/** Nil, a list, a number as key or text, bytes as key or text, a truncated record. */
	@Test
	void aRecordThatIsNotAMapOfTextsIsRejected() {
		for (String hex : List.of("c0", "90", "8101a176", "81a16b01", "81c4016ba176", "81a16bc40176", "81a16b",
				"81a16ba17600", "81a16bc0", "c1")) {
			assertRejected(HexFormat.of().parseHex(hex));
		}
	}

	@Test
	void mutatedRecordsAreDecodedOrRejected() {
		new Mutations(20261122, AnnotationsRecord.encode(ANNOTATIONS)).forEach(Mutations.COUNT,
				AnnotationsRecord::decode);
	}

	@Test
	void limitsAreCheckedWhenEncodingAndDecoding() {
		assertRejected(Capabilities.encode(Map.of("k", "x".repeat(AnnotationsRecord.MAX_BYTES))));
		Map<String, String> many = new HashMap<>();
		for (int i = 0; i < AnnotationsRecord.MAX_ANNOTATIONS; i++) {
			many.put("disabled/" + i, "");
		}
		assertThat(AnnotationsRecord.decode(AnnotationsRecord.encode(many))).isEqualTo(many);
		many.put("one more", "");
		assertRejected(Capabilities.encode(many));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> AnnotationsRecord.encode(many))
			.withMessageContaining("20001 switches");
	}

	private static void assertRejected(byte[] record) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> AnnotationsRecord.decode(record));
	}

}
