package io.servicegroup.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * OpenStack Nova's driver {@code mc}: a key in memcached for each member.
 */
@SuppressWarnings("removal")
final class McDriverFactory extends NovaDriverFactory {

	McDriverFactory(ServiceGroupProperties properties) {
		super(properties);
	}

	@Override
	public String name() {
		return "mc";
	}

	@Override
	String serversProperty() {
		return "servicegroup.mc.servers";
	}

	@Override
	@Nullable List<String> servers() {
		return properties().mc().servers();
	}

	@Override
	String url(String hosts) {
		return "nova+mc://" + hosts + "?timeout=" + seconds();
	}

	@Override
	String replacement(String hosts) {
		return "memcached://" + hosts + "?timeout=" + seconds();
	}

	/** Returns the timeout in whole seconds, rounded up, as memcached needs it. */
	private long seconds() {
		if (!IntervalValidator.isPositive(properties().serviceDownTime())) {
			throw new InvalidPropertyException(timeoutSetting(), IntervalValidator.TIMEOUT_NOT_POSITIVE,
					"Set it to a positive duration, such as 60s.");
		}
		return properties().serviceDownTime().plusNanos(999_999_999).toSeconds();
	}

}
