package io.servicegroup.tooz.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.format.PythonRepr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PythonReprTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "_tooz, b'_tooz'", "grün, b'gr\\xc3\\xbcn'", "it's, b\"it's\"",
			"\", b'\"'", "'\", b'\\'\"'", "a\\b, b'a\\\\b'", "~\u007f, b'~\\x7f'" })
	void formatsLikePython(String text, String repr) {
		assertThat(PythonRepr.ofBytes(text)).isEqualTo(repr);
	}

	@Test
	void formatsEveryAsciiCharacterLikePython() throws IOException {
		String ascii = IntStream.range(0, 128).mapToObj(Character::toString).collect(Collectors.joining());
		try (LocalProcess python = new LocalProcess(
				List.of("/usr/bin/python3", "-c", "print('REPR', repr(bytes(range(128))))"))) {
			python.start();
			await().until(() -> python.output().contains("REPR") && python.output().endsWith("\n"));
			assertThat(python.output().strip()).isEqualTo("REPR " + PythonRepr.ofBytes(ascii));
		}
	}

}
