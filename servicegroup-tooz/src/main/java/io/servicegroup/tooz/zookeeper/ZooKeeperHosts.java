package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.ToozUrl.Host;

/**
 * Reads the servers of the ensemble from a URL: its hosts and those of its option
 * {@code hosts}, each with its port.
 */
final class ZooKeeperHosts {

	static final int DEFAULT_PORT = 2181;

	private static final String FIX = "Write it like zookeeper://zk1:2181,zk2:2181 or hosts=zk1:2181,zk2:2181.";

	private ZooKeeperHosts() {
	}

	static List<Host> of(ToozUrl url) {
		Set<Host> hosts = new LinkedHashSet<>();
		url.hosts().forEach((host) -> hosts.add(host.withPort(DEFAULT_PORT)));
		for (String values : url.optionList("hosts")) {
			for (String value : values.split(",", -1)) {
				hosts.add(parse(url, value.strip()));
			}
		}
		return List.copyOf(hosts);
	}

	private static Host parse(ToozUrl url, String value) {
		Host host = Host.parse(value);
		if (host == null) {
			throw new InvalidToozUrlException(
					"'" + url + "' has an invalid host in the option 'hosts': '" + value + "'.", FIX);
		}
		return host.withPort(DEFAULT_PORT);
	}

	static String names(List<Host> hosts) {
		return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
	}

}
