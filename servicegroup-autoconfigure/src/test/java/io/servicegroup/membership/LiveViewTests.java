package io.servicegroup.membership;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.servicegroup.driver.GroupListingReader;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.PollInterval;
import io.servicegroup.tooz.coordination.StoreSilence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LiveViewTests {

	private LiveView view;

	private int begun;

	private int open;

	@Test
	void aWatchThatOpensAfterCloseIsClosed(@TempDir Path directory) {
		try (ServiceGroupDriver files = new ToozServiceGroupDriver(Coordinators.parse("file://" + directory), "one")) {
			files.join("group", Map.of());
			this.view = new LiveView("group", endingWithTheWatch(files), PollInterval.upTo(Duration.ofSeconds(1)),
					Clock.systemUTC(), new StoreSilence(System::nanoTime), () -> {
					}, new LostSwitches.Counts());
			this.view.refresh();
			assertThat(this.view.get().members()).hasSize(1);
			this.view.refresh();
		}
		assertThat(this.begun).isEqualTo(1);
		assertThat(this.open).isZero();
	}

	/** Returns the driver, but the view is closed while the watch opens. */
	private ServiceGroupDriver endingWithTheWatch(ServiceGroupDriver driver) {
		return (ServiceGroupDriver) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ServiceGroupDriver.class }, (proxy, method, arguments) -> {
					Object answer = method.invoke(driver, arguments);
					if (!method.getName().equals("watch")) {
						return answer;
					}
					this.view.close();
					this.begun++;
					this.open++;
					return (Registration) () -> {
						this.open--;
						((Registration) answer).close();
					};
				});
	}

	/**
	 * Without push and poll. The first reading and the one with the watch precede the
	 * join.
	 */
	@Test
	void theFirstJoinReadsTheOwnViewAgain(@TempDir Path directory) {
		CountDownLatch read = new CountDownLatch(2);
		ServiceGroupDriver files = new ToozServiceGroupDriver(Coordinators.parse("file://" + directory), "one");
		ServiceGroupDriver driver = (ServiceGroupDriver) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ServiceGroupDriver.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("watch")) {
						return (Registration) () -> {
						};
					}
					if (method.getName().equals("reader")) {
						return (GroupListingReader) () -> ((ServiceGroupDriver) proxy).read((String) arguments[0]);
					}
					if (method.getName().equals("join")) {
						read.await();
					}
					Object answer = method.invoke(files, arguments);
					if (method.getName().equals("read")) {
						read.countDown();
					}
					return answer;
				});
		try (LiveServiceGroupAPI api = new LiveServiceGroupAPI(driver, null, Duration.ofHours(1), List.of())) {
			api.want("group", Map.of());
			api.start();
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(api.getStatus().views()).hasEntrySatisfying("group",
						(view) -> assertThat(view.members()).hasSize(1)));
		}
	}

}
