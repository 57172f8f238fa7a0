package io.servicegroup.autoconfigure;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads where the web server of this application listens: the one that was started last
 * in the application context of the API or in a child of it. The names of the
 * capabilities are those of Spring Cloud's {@code ServiceInstance} and of the metadata of
 * its service registries. For the modules of this library.
 */
public final class WebServerCapabilities implements ApplicationListener<WebServerInitializedEvent> {

	/** The name of the port's capability. */
	public static final String PORT = "port";

	/** The addresses, in any form, of a server that is not bound to one. */
	private static final Pattern WILDCARD = Pattern.compile("0\\.0\\.0\\.0|[0:]*:[0:]*");

	private final ApplicationContext context;

	private final Runnable startedLater;

	private volatile @Nullable WebServerApplicationContext server;

	/**
	 * Creates the reader.
	 * @param context the application context of the API
	 * @param startedLater called after a web server in a child context has started
	 */
	WebServerCapabilities(ApplicationContext context, Runnable startedLater) {
		this.context = context;
		this.startedLater = startedLater;
	}

	/** A server with a name, such as that of the Actuator, is not for clients. */
	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		WebServerApplicationContext started = event.getApplicationContext();
		if (!StringUtils.hasText(started.getServerNamespace())) {
			this.server = started;
		}
		if (started != this.context) {
			this.startedLater.run();
		}
	}

	/**
	 * Returns the capabilities.
	 * @return host, port, and so on; empty if no web server listens
	 */
	public Map<String, Object> read() {
		Map<String, Object> read = new LinkedHashMap<>();
		WebServerApplicationContext started = this.server;
		WebServer listening = (started != null) ? started.getWebServer() : null;
		if (started != null && listening != null && listening.getPort() > 0) {
			Environment environment = started.getEnvironment();
			read.put("host", host(environment));
			read.put(PORT, listening.getPort());
			read.put("secure", isSecure(started));
			putIfPresent(read, "management.port", environment.getProperty("local.management.port", Integer.class));
			putIfPresent(read, "zone", environment.getProperty("spring.cloud.loadbalancer.zone"));
		}
		return read;
	}

	private static boolean isSecure(ApplicationContext context) {
		return context.getBeansOfType(AbstractConfigurableWebServerFactory.class)
			.values()
			.stream()
			.anyMatch((factory) -> Ssl.isEnabled(factory.getSsl()));
	}

	private static void putIfPresent(Map<String, Object> read, String name, @Nullable Object value) {
		if (value != null) {
			read.put(name, value);
		}
	}

	/**
	 * Returns the address that the server is bound to, or one of this machine. Spring
	 * Cloud, if it is present, has chosen one by its own properties.
	 */
	static String host(Environment environment) {
		String bound = withoutScope(environment.getProperty("server.address", "").replaceAll("[\\[\\]]", ""));
		if (StringUtils.hasText(bound) && !WILDCARD.matcher(bound).matches()) {
			return bound;
		}
		String chosen = environment.getProperty("spring.cloud.client.ip-address");
		return (chosen != null) ? chosen : machineAddress();
	}

	/** Returns an address of the first network interface that other machines reach. */
	private static String machineAddress() {
		try {
			return best(NetworkInterface.networkInterfaces()
				.filter(WebServerCapabilities::isUp)
				.sorted(Comparator.comparingInt(NetworkInterface::getIndex))
				.flatMap(NetworkInterface::inetAddresses));
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the first IPv4 address, else the first IPv6 address, that other machines
	 * reach; else a link-local address, and a loopback address only if there is no other.
	 */
	static String best(Stream<InetAddress> addresses) {
		return withoutScope(addresses.filter((address) -> !address.isLoopbackAddress())
			.min(Comparator.comparing(InetAddress::isLinkLocalAddress).thenComparing(Inet6Address.class::isInstance))
			.orElseGet(InetAddress::getLoopbackAddress)
			.getHostAddress());
	}

	/** A scope id is a network interface of this machine, and means nothing elsewhere. */
	private static String withoutScope(String address) {
		return address.contains(":") ? address.replaceFirst("%.*", "") : address;
	}

	private static boolean isUp(NetworkInterface network) {
		try {
			return network.isUp();
		}
		catch (SocketException ex) {
			return false;
		}
	}

}
