package io.servicegroup.tooz.format;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PrintableTests {

	static Stream<Arguments> texts() {
		return Stream.of(arguments("web-1", "web-1"), arguments("grün 日本 😀", "grün 日本 😀"), arguments("a\nb", "a\\nb"),
				arguments("a\r\nb", "a\\r\\nb"), arguments("a\tb", "a\\tb"), arguments("a\u001b[31mb", "a\\u001b[31mb"),
				arguments("a\u0000b", "a\\u0000b"), arguments("a\u0085b", "a\\u0085b"),
				arguments("a\u2028b", "a\\u2028b"), arguments("a\u202eb", "a\\u202eb"),
				arguments("a\u200bb", "a\\u200bb"), arguments("a\ud800b", "a\\ud800b"),
				arguments("a\udb40\udc01b", "a\\udb40\\udc01b"));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void aTextForgesNoLineColourOrDirection(String text, String printable) {
		assertThat(Printable.of(text)).isEqualTo(printable);
	}

	@Test
	void aLongTextIsCut() {
		assertThat(Printable.of("x".repeat(1000))).hasSize(1000);
		assertThat(Printable.of("x".repeat(1_000_000))).hasSize(1003).endsWith("x...");
	}

	@Test
	void nothingIsPrintedAsNull() {
		assertThat(Printable.of(null)).isEqualTo("null");
	}

}
