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
 * What is promised where a server refuses whom it does not know: the application starts,
 * says why it is down without telling the password, and joins by itself once an operator
 * has mended it.
 */
public abstract class AuthenticationContract extends StoreFixture {

	/** The password that the server does not know at first. */
	protected static final String PASSWORD = "pa55-w0rd";

	/** Returns a URL with {@link #PASSWORD} and {@code timeout=4}. */
	protected abstract String guardedUrl();

	/** What the reason says. */
	protected abstract String reason();

	/** Has the server know the password from now on. */
	protected abstract void mend();

	/** Undoes {@link #mend}. */
	protected abstract void spoil();

	/** To be refused is an answer, too. */
	@Override
	protected void warmUp() {
		try (Coordinator first = Coordinators.get(guardedUrl(), "first")) {
			succeeds(first::start);
		}
	}

	@Test
	void aWrongPasswordIsAStateAndMendingItEndsIt() {
		LiveServiceGroupAPI one = opened(
				new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(guardedUrl()), "one"), null,
						Duration.ofMillis(300), List.of()));
		one.want(this.group, Map.of("v", 1));
		one.start();
		try {
			within(TIMEOUT.multipliedBy(2)).until(() -> String.valueOf(one.getStatus().problem()).contains(reason()));
			assertThat(one.getStatus().isUp()).isFalse();
			assertThat(one.getStatus().problem()).doesNotContain(PASSWORD);
			mend();
			within(recovery()).until(() -> one.getStatus().isUp());
			assertThat(one.read(this.group).isUp("one")).isTrue();
		}
		finally {
			one.close();
			spoil();
		}
	}

}
