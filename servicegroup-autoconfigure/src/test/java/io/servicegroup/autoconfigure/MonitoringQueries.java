package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Prometheus queries of the dashboard, of the alert rules and of docs/metrics.md.
 */
final class MonitoringQueries {

	private static final Pattern SELECTOR = Pattern.compile("(servicegroup_[a-z_]+)(?:\\{([^}]*)\\})?");

	private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on)\\s*\\(([^)]*)\\)");

	private MonitoringQueries() {
	}

	static List<String> all() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Path.of("../docs/monitoring/grafana-dashboard.json").toFile());
		Stream<String> panels = dashboard.findValuesAsString("expr").stream();
		Stream<String> variables = dashboard.get("templating").findValuesAsString("definition").stream();
		Stream<String> examples = Files.readAllLines(Path.of("../docs/metrics.md"))
			.stream()
			.filter((line) -> line.startsWith("    ") && line.contains("servicegroup_"));
		List<String> queries = Stream.of(panels, variables, alerts(), examples).flatMap((stream) -> stream).toList();
		assertThat(queries).hasSizeGreaterThan(20);
		return queries;
	}

	@SuppressWarnings("unchecked")
	private static Stream<String> alerts() throws IOException {
		Map<String, List<Map<String, Object>>> rules = new Yaml()
			.load(Files.readString(Path.of("../docs/monitoring/alerts.yml")));
		return rules.get("groups")
			.stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream())
			.map((rule) -> {
				assertThat(rule).containsKeys("alert", "expr", "for", "labels", "annotations");
				return rule.get("expr").toString();
			});
	}

	/** Checks that the sample has each metric, with the labels that the query uses. */
	static void check(String query, String scrape) {
		Set<String> labels = new TreeSet<>(Set.of("job", "instance"));
		Matcher selector = SELECTOR.matcher(query);
		boolean found = false;
		while (selector.find()) {
			found = true;
			List<String> samples = scrape.lines().filter(sampleOf(selector.group(1)).asMatchPredicate()).toList();
			assertThat(samples).as("%s in %s", selector.group(1), query).isNotEmpty();
			String matchers = (selector.group(2) != null) ? selector.group(2) : "";
			Matcher matcher = MATCHER.matcher(matchers);
			while (matcher.find()) {
				String key = matcher.group(1);
				String value = matcher.group(3);
				boolean literal = matcher.group(2).startsWith("=") && !value.contains("$");
				assertThat(samples).as("{%s} in %s", matcher.group(), query)
					.anySatisfy((sample) -> assertThat(sample)
						.containsPattern("[{,]" + key + "=\"" + (literal ? "(" + value + ")\"" : "")));
			}
			samples.forEach((sample) -> Pattern.compile("[{,]([a-z_]+)=\"")
				.matcher(sample)
				.results()
				.forEach((result) -> labels.add(result.group(1))));
		}
		assertThat(found).as("a metric of this library in %s", query).isTrue();
		GROUPING.matcher(query)
			.results()
			.flatMap((result) -> Arrays.stream(result.group(1).split(",")))
			.forEach((label) -> assertThat(labels).as(query).contains(label.trim()));
	}

	private static Pattern sampleOf(String metric) {
		return Pattern.compile(metric + "(\\{.*\\})? \\S+");
	}

}
