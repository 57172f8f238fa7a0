package io.servicegroup.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.util.StringUtils;

/**
 * Finds the endpoints that the board links to.
 */
final class BoardEndpoints {

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	BoardEndpoints(ObjectProvider<PathMappedEndpoints> endpoints) {
		this.endpoints = endpoints;
	}

	/**
	 * Returns the addresses of the exposed endpoints, relative to a page of this path.
	 */
	static Map<String, String> links(@Nullable BoardEndpoints known, String page) {
		Map<String, String> links = new TreeMap<>();
		PathMappedEndpoints paths = (known != null) ? known.endpoints.getIfAvailable() : null;
		if (paths != null) {
			String up = "../".repeat(StringUtils.tokenizeToStringArray(page, "/").length);
			for (String id : new String[] { "servicegroup", "health" }) {
				String path = paths.getPath(EndpointId.of(id));
				if (path != null) {
					links.put(id, up + path.substring(1));
				}
			}
		}
		return links;
	}

}
