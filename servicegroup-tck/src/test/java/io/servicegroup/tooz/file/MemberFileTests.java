package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

import io.servicegroup.interop.PythonMember;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Compares the records in the directory with the bytes that the real tooz writes.
 */
class MemberFileTests {

	private static final LocalDateTime TIME = LocalDateTime.of(2026, 2, 28, 23, 59, 1, 123_456_000);

	private static final String REST = "a96a6f696e65645f6f6ec73c0187a36461791ca56d6f6e746802a479656172cd07eaa4686f757217"
			+ "a66d696e7574653ba67365636f6e6401ab6d6963726f7365636f6e64ce0001e240a96d656d6265725f6964c4036f6e65"
			+ "a7656e636f646564c2";

	static Stream<Arguments> members() {
		return Stream.of(arguments(Map.of("role", "api"), "84ac6361706162696c697469657381a4726f6c65a3617069" + REST),
				arguments(new byte[0], "84ac6361706162696c6974696573c400" + REST));
	}

	@ParameterizedTest
	@MethodSource("members")
	void aMemberIsWrittenAsByTooz(Object capabilities, String hex) {
		byte[] packed = Capabilities.encode(capabilities);
		assertThat(HexFormat.of().formatHex(MemberFile.member("one", packed, TIME))).isEqualTo(hex);
	}

	@Test
	void aGroupIsWrittenAsByTooz() {
		assertThat(HexFormat.of().formatHex(MemberFile.group("g")))
			.isEqualTo("82a867726f75705f6964c40167a7656e636f646564c2");
	}

	@Test
	void theRealToozWritesTheSameFiles(@TempDir Path root) throws IOException {
		GroupDirectory directory = new GroupDirectory(root);
		try (PythonMember python = new PythonMember("file://" + root, "grün")) {
			python.call("start");
			python.callOn("create_group", "gruppe ü");
			python.callOn("join_group", "gruppe ü", Map.of("role", "api"));
		}
		assertThat(Files.readAllBytes(directory.metadata("gruppe ü"))).isEqualTo(MemberFile.group("gruppe ü"));
		byte[] member = Files.readAllBytes(directory.member("gruppe ü", "grün"));
		LocalDateTime joinedOn = LocalDateTime.ofInstant(MemberFile.joinedOn(MemberFile.record(member)),
				ZoneId.systemDefault());
		assertThat(member).isEqualTo(MemberFile.member("grün", Capabilities.encode(Map.of("role", "api")), joinedOn));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c0", "90", "a161", "81a161" })
	void brokenRecordsAreRefused(String hex) {
		byte[] content = HexFormat.of().parseHex(hex);
		assertThat(MemberFile.isRecord(content)).isFalse();
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> MemberFile.record(content));
	}

	@Test
	void anIdOfAnotherTypeIsRefused() {
		assertThat(MemberFile.id(Map.of("member_id", Capabilities.encode("text")), "member_id")).isEqualTo("text");
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> MemberFile.id(Map.of("member_id", Capabilities.encode(1L)), "member_id"));
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> MemberFile.id(Map.of(), "member_id"));
	}

}
