package io.servicegroup.autoconfigure;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * OpenStack Nova's driver {@code zk}: a ZooKeeper node for each member, with a child node
 * for each process.
 */
@SuppressWarnings("removal")
final class ZkDriverFactory extends NovaDriverFactory {

	private static final Pattern PREFIX = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[\\x20-\\x7E&&[^/]]+)+");

	ZkDriverFactory(ServiceGroupProperties properties) {
		super(properties);
	}

	@Override
	public String name() {
		return "zk";
	}

	@Override
	public String timeoutSetting() {
		return "servicegroup.zk.recv-timeout";
	}

	/**
	 * At most a third of the session timeout. The session itself keeps the member alive;
	 * a heartbeat checks it and restores a lost node.
	 */
	@Override
	public Duration heartbeatInterval() {
		return Collections.min(List.of(super.heartbeatInterval(), properties().zk().recvTimeout().dividedBy(3)));
	}

	@Override
	String serversProperty() {
		return "servicegroup.zk.address";
	}

	@Override
	@Nullable List<String> servers() {
		return properties().zk().address();
	}

	@Override
	String url(String hosts) {
		String prefix = properties().zk().sgPrefix();
		if (!PREFIX.matcher(prefix).matches()) {
			throw new InvalidPropertyException("servicegroup.zk.sg-prefix",
					"Invalid path of a ZooKeeper node: '" + prefix + "'.",
					"Use an absolute path of ASCII names without a slash at the end, such as /servicegroups.");
		}
		BigDecimal seconds = BigDecimal.valueOf(timeout().toMillis(), 3).stripTrailingZeros();
		return "nova+zk://" + hosts + "?timeout=" + seconds.toPlainString() + "&namespace="
				+ URLEncoder.encode(prefix.substring(1), StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Override
	String replacement(String hosts) {
		return "kazoo://" + hosts + "?timeout=" + timeout().plusNanos(999_999_999).toSeconds();
	}

	private Duration timeout() {
		Duration timeout = properties().zk().recvTimeout();
		if (!IntervalValidator.isPositive(timeout)) {
			throw new InvalidPropertyException(timeoutSetting(), "The session timeout must be greater than zero.",
					"Set it to a positive duration, such as 4s, or to a number of milliseconds.");
		}
		return timeout;
	}

}
