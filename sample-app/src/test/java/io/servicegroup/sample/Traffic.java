package io.servicegroup.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.logging.LogEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a page did in the network, by the DevTools protocol's events.
 *
 * @param requests the addresses that it asked for
 * @param bytes the bytes of the bodies that it received, by the requests' ids
 */
record Traffic(List<String> requests, Map<String, Long> bytes) {

	static Traffic of(Iterable<LogEntry> entries) {
		List<String> requests = new ArrayList<>();
		Map<String, Long> bytes = new HashMap<>();
		for (LogEntry entry : entries) {
			JsonNode event = JsonMapper.shared().readTree(entry.getMessage()).path("message");
			JsonNode parameters = event.path("params");
			switch (event.path("method").asString("")) {
				case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asString());
				case "Network.dataReceived" -> bytes.merge(parameters.path("requestId").asString(),
						parameters.path("dataLength").asLong(), Long::sum);
				default -> {
				}
			}
		}
		return new Traffic(requests, bytes);
	}

	/** Returns the requests to other origins. The browser's own pages count as none. */
	List<String> foreign(String origin) {
		return this.requests.stream()
			.filter((url) -> !url.startsWith(origin) && !url.matches("(data|chrome|about):.*"))
			.toList();
	}

	/** Returns all bytes that were received. */
	long sum() {
		return this.bytes.values().stream().mapToLong(Long::longValue).sum();
	}

}
