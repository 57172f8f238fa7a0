package io.servicegroup.board;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.util.StringUtils;

/**
 * Finds the endpoints that the board links to and acts by. Its static methods also work
 * without the Actuator.
 */
final class BoardEndpoints {

	private static final String ID = "servicegroup";

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final ObjectProvider<EndpointAccessResolver> access;

	private final boolean served;

	/**
	 * Creates the finder.
	 * @param served whether the endpoints are served over HTTP at all:
	 * {@code management.server.port=-1} turns that off
	 */
	BoardEndpoints(ObjectProvider<PathMappedEndpoints> endpoints, ObjectProvider<EndpointAccessResolver> access,
			boolean served) {
		this.served = served;
		this.endpoints = endpoints;
		this.access = access;
	}

	/**
	 * Returns whether the endpoint is exposed and sets switches. Which users may do so is
	 * up to the application's own security.
	 */
	static boolean writable(@Nullable BoardEndpoints known) {
		PathMappedEndpoints paths = (known != null && known.served) ? known.endpoints.getIfAvailable() : null;
		EndpointAccessResolver resolver = (known != null) ? known.access.getIfAvailable() : null;
		return paths != null && paths.getPath(EndpointId.of(ID)) != null && resolver != null
				&& resolver.accessFor(EndpointId.of(ID), Access.READ_ONLY) == Access.UNRESTRICTED;
	}

	/**
	 * Returns the addresses of the exposed endpoints, relative to a page of this path.
	 */
	static Map<String, String> links(@Nullable BoardEndpoints known, String page) {
		Map<String, String> links = new TreeMap<>();
		PathMappedEndpoints paths = (known != null && known.served) ? known.endpoints.getIfAvailable() : null;
		if (paths != null) {
			String up = "../".repeat(StringUtils.tokenizeToStringArray(page, "/").length);
			for (String id : new String[] { ID, "health" }) {
				String path = paths.getPath(EndpointId.of(id));
				if (path != null) {
					links.put(id, up + path.substring(1));
				}
			}
		}
		return links;
	}

}
