package io.servicegroup.tooz.etcd;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProtoMessageTests {

	private static final ProtoMessage INNER = new ProtoMessage().number(1, "a");

	private static final ProtoMessage TYPE = new ProtoMessage().number(1, "a")
		.text(2, "b")
		.message(3, "c", INNER)
		.flag(4, "flag")
		.choice(5, "choice", "FIRST", "SECOND")
		.message(6, "list", INNER)
		.bytes(64, "far");

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	private static void assertIs(Map<String, ?> message, String hex) {
		assertThat(TYPE.encode(message)).isEqualTo(bytes(hex));
	}

	/** The first three are the examples of the format's description. */
	@Test
	void messagesAreEncodedAsTheFormatSays() {
		assertIs(Map.of("a", 150), "089601");
		assertIs(Map.of("b", "testing"), "120774657374696e67");
		assertIs(Map.of("c", Map.of("a", 150)), "1a03089601");
		assertIs(Map.of("a", -1L), "08ffffffffffffffffff01");
		assertIs(Map.of("flag", true), "2001");
		assertIs(Map.of("choice", "SECOND"), "2801");
		assertIs(Map.of("choice", List.of("FIRST")), "2800");
		assertIs(Map.of("list", List.of(Map.of("a", 1), Map.of())), "320208013200");
		assertIs(Map.of("far", new byte[] { 7 }), "82040107");
	}

	/** Unknown fields of every type follow. */
	@Test
	void anAnswerIsDecoded() {
		EtcdAnswer answer = EtcdMethod.of(EtcdClient.KEEP_ALIVE)
			.decode(bytes("0a1108ffffffffffffffffff01100718052003109601181e38017904000000000000003a0201027d00000000"));
		assertThat(answer.position()).isEqualTo(new EtcdAnswer.Position(-1, 3, 5));
		assertThat(answer.lease()).isEqualTo(150);
		assertThat(answer.timeToLive()).isEqualTo(30);
	}

	@Test
	void malformedAnswersAreRefused() {
		EtcdMethod method = EtcdMethod.of(EtcdClient.KEEP_ALIVE);
		for (String hex : List.of("08", "12057465", "10ffffffffffffffffffff01", "0b", "12ffffffffffffffffff01",
				"7900")) {
			assertThatExceptionOfType(SerializationException.class).as(hex).isThrownBy(() -> method.decode(bytes(hex)));
		}
	}

	@Test
	void aFieldThatIsNotDeclaredIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TYPE.encode(Map.of("z", 1)));
	}

}
