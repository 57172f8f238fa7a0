package io.servicegroup.board;

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes server-sent events. JSON has no line breaks, so the data is one line.
 */
final class ServerSentEvent {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private ServerSentEvent() {
	}

	static byte[] of(String name, Object data) {
		return ("event:" + name + "\ndata:" + JSON.writeValueAsString(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

}
