package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract for a server that refuses the credentials: the application starts, reports
 * why it is down without the password, and joins by itself once an operator has fixed the
 * server.
 */
public abstract class AuthenticationContract extends StoreFixture {

	/** The password, which the server does not accept at first. */
	protected static final String PASSWORD = "pa55-w0rd";

	/** Returns a URL with {@link #PASSWORD} and {@code timeout=4}. */
	protected abstract String guardedUrl();

	/** Returns what the reason contains. */
	protected abstract String reason();

	/** Makes the server accept the password. */
	protected abstract void correctPassword();

	/** Undoes {@link #correctPassword}. */
	protected abstract void resetPassword();

	/** Warms up the client, although the server refuses the call. */
	@Override
	protected void warmUp() {
		try (Coordinator first = Coordinators.get(guardedUrl(), "first")) {
			succeeds(first::start);
		}
	}

	@Test
	void aWrongPasswordIsReportedUntilTheServerIsFixed() {
		LiveServiceGroupAPI one = opened(
				new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(guardedUrl()), "one"), null,
						Duration.ofMillis(300), List.of()));
		one.want(this.group, Map.of("v", 1));
		one.start();
		try {
			within(TIMEOUT.multipliedBy(2)).until(() -> String.valueOf(one.getStatus().problem()).contains(reason()));
			assertThat(one.getStatus().isUp()).isFalse();
			assertThat(one.getStatus().problem()).doesNotContain(PASSWORD);
			correctPassword();
			within(recovery()).until(() -> one.getStatus().isUp());
			assertThat(one.read(this.group).isUp("one")).isTrue();
		}
		finally {
			one.close();
			resetPassword();
		}
	}

}
