package io.servicegroup.board;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * Writes JSON, with a mapper of its own: the application's may be configured in another
 * way. Maps need no hints for native images.
 */
final class BoardJson {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private BoardJson() {
	}

	static String write(Map<String, ? extends @Nullable Object> json) {
		return JSON.writeValueAsString(json);
	}

	/**
	 * Describes Spring Security's token against cross-site request forgery, for the page
	 * to send. Spring Security is not on this library's class path.
	 * @param token the token, or {@code null} if there is none
	 */
	static byte[] csrf(@Nullable Object token) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		if (token != null) {
			BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(token);
			json.put("header", bean.getPropertyValue("headerName"));
			json.put("token", bean.getPropertyValue("token"));
		}
		return bytes(json);
	}

	static JsonNode read(String json) {
		return JSON.readTree(json);
	}

	static byte[] bytes(Map<String, ? extends @Nullable Object> json) {
		return write(json).getBytes(StandardCharsets.UTF_8);
	}

}
