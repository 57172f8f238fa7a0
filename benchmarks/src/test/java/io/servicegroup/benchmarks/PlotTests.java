package io.servicegroup.benchmarks;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlotTests {

	private static Element svg(Map<String, Map<Double, Double>> series) throws Exception {
		String svg = new Plot("Time & bytes", Unit.MILLISECONDS, series).svg();
		assertThat(svg).contains("prefers-color-scheme: dark").contains("currentColor").doesNotContain("NaN");
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(svg)))
			.getDocumentElement();
	}

	@Test
	void drawsALineForEachSeries() throws Exception {
		Map<String, Map<Double, Double>> series = new LinkedHashMap<>();
		series.put("Redis", new TreeMap<>(Map.of(10.0, 0.2, 1000.0, 1.3, 10_000.0, 21.0)));
		series.put("floor: Redis", new TreeMap<>(Map.of(10.0, 0.1, 1000.0, 0.5)));
		Element svg = svg(series);
		NodeList lines = svg.getElementsByTagName("polyline");
		assertThat(lines.getLength()).isEqualTo(2);
		Element ours = (Element) lines.item(0);
		Element floor = (Element) lines.item(1);
		assertThat(floor.getAttribute("stroke")).isEqualTo(ours.getAttribute("stroke"));
		assertThat(floor.getAttribute("stroke-dasharray")).isNotEmpty();
		assertThat(ours.getAttribute("points").split(" ")).hasSize(3).allSatisfy((point) -> {
			String[] place = point.split(",");
			assertThat(Double.parseDouble(place[0])).isBetween(0.0, 720.0);
			assertThat(Double.parseDouble(place[1])).isBetween(0.0, 420.0);
		});
	}

	@Test
	void drawsASinglePoint() throws Exception {
		assertThat(svg(Map.of("Redis", Map.of(1000.0, 1.0))).getElementsByTagName("circle").getLength()).isEqualTo(1);
	}

}
