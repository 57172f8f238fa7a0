package io.servicegroup.tooz.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;

/**
 * Describes a backend and creates its connections. Found by
 * {@link java.util.ServiceLoader}: list the class in
 * {@code META-INF/services/io.servicegroup.tooz.spi.BackendType}. Before {@link #create},
 * it must not load a class of the backend's client, so that applications can omit the
 * client. Implementations must be thread-safe.
 *
 * @since 0.1.0
 */
public interface BackendType {

	/**
	 * Returns the URL schemes of this backend.
	 * @return the schemes in lower case; the first one is the name of the backend
	 */
	Set<String> schemes();

	/**
	 * Returns the options that the URL may have.
	 * @return the options by name
	 */
	Map<String, UrlOption> options();

	/**
	 * Returns the libraries that the backend needs, for the error message if one is
	 * missing.
	 * @return the {@code group:artifact} of each library by the full name of one of its
	 * classes
	 */
	default Map<String, String> libraries() {
		return Map.of();
	}

	/**
	 * Returns the default port of a host.
	 * @return the port, or -1 if the backend has no servers
	 */
	default int defaultPort() {
		return -1;
	}

	/**
	 * Returns the servers of a URL: its hosts, and the hosts that its options name.
	 * @param url the checked URL
	 * @return the servers with their ports; may be empty
	 */
	default List<ToozUrl.Host> servers(ToozUrl url) {
		return url.hosts().stream().map((host) -> host.withPort(defaultPort())).toList();
	}

	/**
	 * Returns the part of the servers' data that a URL refers to, such as a namespace or
	 * a database number. Two URLs with a common server and the same part have the same
	 * groups.
	 * @param url the checked URL
	 * @return the part, with defaults filled in, or an empty text if there is only one
	 */
	default String part(ToozUrl url) {
		return "";
	}

	/**
	 * Returns the features of the backend.
	 * @return the features
	 */
	Set<Feature> features();

	/**
	 * Returns why the backend lacks a feature, and what to use instead, for the message
	 * of {@link io.servicegroup.tooz.UnsupportedFeatureException}.
	 * @param feature a feature that {@link #features()} does not contain
	 * @return a sentence without its full stop
	 */
	String whyNot(Feature feature);

	/**
	 * Returns the guarantees of the backend.
	 * @return the characteristics, at least those of tooz's driver
	 */
	Set<Characteristic> characteristics();

	/**
	 * Returns whether the store records when a member was last alive. If not,
	 * {@link Backend.StoredMember#updatedAt()} is the time of a read, and members that
	 * differ in it alone are taken to be unchanged.
	 * @return whether the times of members come from the store
	 */
	default boolean recordsTimes() {
		return true;
	}

	/**
	 * Checks that this backend can use a URL. The caller has already checked the names
	 * and types of its options.
	 * @param url the parsed URL
	 * @throws InvalidToozUrlException if this backend cannot use the URL
	 */
	void check(ToozUrl url);

	/**
	 * Checks that this backend can store an id.
	 * @param what {@code "group"}, {@code "member"} or {@code "lock"}
	 * @param id the id, not empty
	 * @throws InvalidToozUrlException if the backend cannot store the id
	 */
	void checkId(String what, String id);

	/**
	 * Returns the maximum length of an id. {@link #checkId} may refuse shorter ones.
	 * @return the number of characters
	 */
	default int longestId() {
		return 10_000;
	}

	/**
	 * Creates a backend for a member. Does not connect.
	 * @param url the checked URL
	 * @param memberId the checked id of the member
	 * @return the backend, not connected
	 */
	Backend create(ToozUrl url, String memberId);

}
