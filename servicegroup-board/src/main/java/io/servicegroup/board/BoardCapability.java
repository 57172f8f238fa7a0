package io.servicegroup.board;

import java.util.Map;

import io.servicegroup.CapabilitiesSupplier;
import io.servicegroup.autoconfigure.WebServerCapabilities;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Publishes where this application serves the board, so that the boards of other members
 * can name it once they are unavailable.
 */
final class BoardCapability implements CapabilitiesSupplier {

	private static final String NAME = "servicegroup.board";

	private final ObjectProvider<WebServerCapabilities> webServer;

	private final Environment environment;

	private final boolean servlet;

	private final String path;

	/**
	 * Creates the supplier.
	 * @param servlet whether the application serves by Web MVC, and not by WebFlux
	 * @param path the configured path of the page
	 */
	BoardCapability(ObjectProvider<WebServerCapabilities> webServer, Environment environment, boolean servlet,
			String path) {
		this.servlet = servlet;
		this.webServer = webServer;
		this.environment = environment;
		this.path = path;
	}

	@Override
	public Map<String, ?> get() {
		WebServerCapabilities server = this.webServer.getIfAvailable();
		Map<String, Object> where = (server != null) ? server.read() : Map.of();
		if (!where.containsKey(WebServerCapabilities.PORT)) {
			return Map.of();
		}
		Object management = where.get("management.port");
		boolean own = management != null && !management.equals(where.get(WebServerCapabilities.PORT));
		boolean secure = own ? this.environment.getProperty("management.server.ssl.enabled", Boolean.class, false)
				: Boolean.TRUE.equals(where.get("secure"));
		String host = String.valueOf(where.get("host"));
		String base = own ? property("management.server.base-path")
				: property(this.servlet ? "server.servlet.context-path" : "spring.webflux.base-path");
		String page = (base + "/" + this.path + "/").replaceAll("/+", "/");
		return Map.of(NAME, (secure ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
				+ (own ? management : where.get(WebServerCapabilities.PORT)) + page);
	}

	private String property(String name) {
		String value = this.environment.getProperty(name);
		return StringUtils.hasText(value) ? value : "";
	}

}
