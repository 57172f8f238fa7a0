package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.servicegroup.BackendsPageTests;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows of the properties: each has a description in the style of Spring
 * Boot's guide, and each text has hints.
 */
class MetadataTests {

	private static final JsonNode METADATA = read();

	private static JsonNode read() {
		try (InputStream metadata = MetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(metadata);
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	static Stream<JsonNode> properties() {
		return METADATA.get("properties").valueStream();
	}

	private static Map<String, JsonNode> hints() {
		Map<String, JsonNode> hints = new HashMap<>();
		METADATA.get("hints").forEach((hint) -> hints.put(hint.get("name").asString(), hint));
		return hints;
	}

	@ParameterizedTest
	@MethodSource("properties")
	void aPropertyHasADescriptionInTheStyleOfSpringBoot(JsonNode property) {
		String description = property.path("description").asString("");
		String type = property.get("type").asString();
		assertThat(description).matches("(?s)[A-Z][^.]*\\..*")
			.endsWith(".")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ")
			.doesNotContain("{@", "<");
		if (type.equals("java.lang.Boolean")) {
			assertThat(description).startsWith("Whether ");
		}
		if (type.startsWith("java.util.List")) {
			assertThat(description).startsWith("Comma-separated list ");
		}
	}

	@ParameterizedTest
	@MethodSource("properties")
	void aTextHasHints(JsonNode property) {
		String name = property.get("name").asString();
		String type = property.get("type").asString();
		if (type.equals("java.lang.String") || type.startsWith("java.util.List")) {
			assertThat(hints()).containsKey(name);
		}
		if (type.startsWith("java.util.Map")) {
			assertThat(hints()).containsKey(name + ".keys");
		}
	}

	@Test
	void hintsAreOfPropertiesThatExist() {
		List<String> names = new ArrayList<>();
		properties().forEach((property) -> names.add(property.get("name").asString()));
		assertThat(hints().keySet()).allMatch((name) -> names.contains(name.replaceFirst("\\.keys$", "")));
	}

	static Stream<BackendType> backends() {
		return BackendsPageTests.types();
	}

	@ParameterizedTest
	@MethodSource("backends")
	void theUrlHasAHintForEachSchemeWithItsOptions(BackendType type) {
		Map<String, String> described = new HashMap<>();
		hints().get("servicegroup.tooz-url")
			.get("values")
			.forEach((value) -> described.put(value.get("value").asString().replaceFirst("://.*", ""),
					value.get("description").asString()));
		List<String> options = new ArrayList<>();
		type.options().forEach((name, option) -> {
			if (!Set.of(UrlOption.NOT_YET, UrlOption.PYTHON_ONLY).contains(option)) {
				options.add(name);
			}
		});
		assertThat(type.schemes()).allSatisfy((scheme) -> {
			assertThat(described).containsKey(scheme);
			assertThat(described.get(scheme).replaceFirst("(?s).*Options: ", "").replaceFirst("\\.$", "").split(", "))
				.containsExactlyInAnyOrderElementsOf(options);
		});
	}

}
