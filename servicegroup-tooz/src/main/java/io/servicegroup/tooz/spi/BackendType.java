package io.servicegroup.tooz.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;

/**
 * A kind of backend, found by {@link java.util.ServiceLoader}: the file
 * {@code META-INF/services} names one a line. It loads no class of the backend's client
 * before {@link #create}, so that an application may leave the client out.
 */
public interface BackendType {

	/**
	 * Returns the URL schemes that mean this backend.
	 * @return the schemes, lower case; the first one names the backend
	 */
	Set<String> schemes();

	/**
	 * Returns the options that the URL may bear.
	 * @return the options by name
	 */
	Map<String, UrlOption> options();

	/**
	 * Returns the libraries that the backend needs, for the error if one is missing.
	 * @return each one's {@code group:artifact} by the full name of one of its classes
	 */
	default Map<String, String> libraries() {
		return Map.of();
	}

	/**
	 * Returns the port of a host that the URL gives none for.
	 * @return the port, or -1 if the backend has no servers
	 */
	default int defaultPort() {
		return -1;
	}

	/**
	 * Returns the servers of a URL: its hosts, and those that its options name.
	 * @param url the checked URL
	 * @return each with its port, maybe none
	 */
	default List<ToozUrl.Host> servers(ToozUrl url) {
		return url.hosts().stream().map((host) -> new ToozUrl.Host(host.name(), host.portOr(defaultPort()))).toList();
	}

	/**
	 * Returns which part of the servers' data a URL means, such as a namespace or the
	 * number of a database. Two URLs that share a server and the part share their groups.
	 * @param url the checked URL
	 * @return the part, the defaults included, or an empty text if there is only one
	 */
	default String part(ToozUrl url) {
		return "";
	}

	/**
	 * Returns what the backend has.
	 * @return the features
	 */
	Set<Feature> features();

	/**
	 * Says why the backend lacks a feature, and what to use instead.
	 * @param feature one that is not among {@link #features()}
	 * @return a sentence without its full stop
	 */
	String whyNot(Feature feature);

	/**
	 * Returns what can be relied on.
	 * @return the characteristics of tooz's driver
	 */
	Set<Characteristic> characteristics();

	/**
	 * Refuses a URL that this backend cannot use, beyond its options.
	 * @param url the parsed URL
	 * @throws InvalidToozUrlException if it is refused
	 */
	void check(ToozUrl url);

	/**
	 * Refuses an id that this backend cannot hold.
	 * @param what {@code "group"}, {@code "member"} or {@code "lock"}
	 * @param id the id, not empty
	 * @throws InvalidToozUrlException if it is refused
	 */
	void checkId(String what, String id);

	/**
	 * Returns the length of the longest id that this backend holds.
	 * @return the number of characters
	 */
	default int longestId() {
		return 200;
	}

	/**
	 * Makes the backend; connects nothing.
	 * @param url the checked URL
	 * @param memberId the checked id of the member it serves
	 * @return the backend
	 */
	Backend create(ToozUrl url, String memberId);

}
