package io.servicegroup.tooz;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
class CurrentCredentialsTests {

	private static final Duration DEADLINE = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofSeconds(20);

	private final AtomicInteger calls = new AtomicInteger();

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final ToozUrl url = ToozUrl.parse("redis://h").withCredentials(() -> {
		int call = this.calls.incrementAndGet();
		awaitGoOn();
		return new Credentials("svc", "secret" + call);
	});

	private void awaitGoOn() {
		try {
			this.goOn.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String password(Duration deadline) {
		Credentials credentials = this.url.credentials(deadline);
		return (credentials != null) ? credentials.password() : "none";
	}

	@Test
	void aSupplierThatHangsIsAskedOnceAndCostsEachCallerItsDeadline() {
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> password(DEADLINE))
				.withMessageContaining("CredentialsSupplier did not return within 100 ms");
		}
		assertThat(this.calls).hasValue(1);
		this.goOn.countDown();
		assertThat(password(LONG)).as("the late answer").isEqualTo("secret1");
		assertThat(password(LONG)).isEqualTo("secret2");
	}

	@Test
	void anInterruptEndsTheWait() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CoordinationInterruptedException.class).isThrownBy(() -> password(LONG));
		assertThat(Thread.interrupted()).isTrue();
		this.goOn.countDown();
	}

	@Test
	void aSupplierThatFailsMakesTheStoreUnavailable() {
		for (CredentialsSupplier supplier : new CredentialsSupplier[] { () -> {
			throw new NoClassDefFoundError("vault");
		}, () -> {
			throw new IllegalStateException("vault");
		} }) {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> ToozUrl.parse("redis://h").withCredentials(supplier).credentials(LONG))
				.withMessageContaining("CredentialsSupplier failed")
				.withMessageContaining("vault");
		}
	}

	@Test
	void noneOfTheLatestPasswordsIsShown() {
		this.goOn.countDown();
		for (int i = 1; i <= 12; i++) {
			assertThat(password(LONG)).isEqualTo("secret" + i);
		}
		assertThat(this.url.redactor().redact("refused secret8, secret11 and secret12"))
			.isEqualTo("refused ***, *** and ***");
		assertThat(this.url.redactor().redact("the first, secret1, is forgotten")).contains("secret1");
	}

	@Test
	void aPasswordThatIsAPartOfAnotherOneLeavesNothingOfIt() {
		ToozUrl fixed = ToozUrl.parse("redis://u:abc@h?pin=abcdef").hiding(Set.of("pin"));
		assertThat(fixed.redactor().redact("abcdef and abc")).isEqualTo("*** and ***");
	}

}
