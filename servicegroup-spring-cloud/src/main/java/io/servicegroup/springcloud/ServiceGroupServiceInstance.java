package io.servicegroup.springcloud;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.Member;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.DefaultServiceInstance;

/**
 * A member as an instance of a service. Its capabilities {@code host}, {@code port} and
 * {@code secure} say where it listens, and all capabilities are its metadata.
 */
final class ServiceGroupServiceInstance extends DefaultServiceInstance {

	private static final int MAX_PORT = 65_535;

	private ServiceGroupServiceInstance(String serviceId, Member member, String host, int port,
			Map<String, String> metadata) {
		super(member.id(), serviceId, host, port, Boolean.parseBoolean(metadata.get("secure")), metadata);
	}

	/**
	 * Returns the instance of a member, or {@code null} if its capabilities do not
	 * contain a host and a valid port.
	 */
	static @Nullable ServiceGroupServiceInstance of(String serviceId, Member member) {
		Map<String, String> metadata = metadata(member);
		String host = metadata.get("host");
		int port = port(metadata.get("port"));
		return (host != null && !host.isBlank() && port > 0)
				? new ServiceGroupServiceInstance(serviceId, member, inUri(host), port, metadata) : null;
	}

	/** Returns the host as a URI has it: an IPv6 address in brackets. */
	private static String inUri(String host) {
		return (host.contains(":") && !host.startsWith("[")) ? "[" + host + "]" : host;
	}

	/** Returns the port, or 0 if it is missing or invalid. */
	private static int port(@Nullable String text) {
		try {
			int port = (text != null) ? Integer.parseInt(text) : 0;
			return (port <= MAX_PORT) ? port : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Returns the capabilities as text. Names in nested maps are joined by dots, such as
	 * {@code management.port}.
	 */
	static Map<String, String> metadata(Member member) {
		Map<String, String> metadata = new LinkedHashMap<>();
		member.capabilities().forEach((name, value) -> add(metadata, name, value));
		return Collections.unmodifiableMap(metadata);
	}

	private static void add(Map<String, String> metadata, String name, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			map.forEach((key, nested) -> add(metadata, name + "." + key, nested));
		}
		else if (value != null) {
			metadata.put(name, value.toString());
		}
	}

}
