package io.servicegroup.membership;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LiveViewTests {

	private LiveView view;

	private int begun;

	private int open;

	@Test
	void aWatchThatIsThereOnlyAfterTheEndIsTakenBack(@TempDir Path directory) {
		try (ServiceGroupDriver files = new ToozServiceGroupDriver(Coordinators.parse("file://" + directory), "one")) {
			files.join("group", Map.of());
			this.view = new LiveView("group", endingWithTheWatch(files), Clock.systemUTC(), System::nanoTime,
					new NoReadings(), List.of());
			this.view.refresh();
			assertThat(this.view.get().members()).hasSize(1);
			this.view.refresh();
		}
		assertThat(this.begun).isEqualTo(1);
		assertThat(this.open).isZero();
	}

	/** The same driver, but the view ends while it has the group watched. */
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
					return (AutoCloseable) () -> {
						this.open--;
						((AutoCloseable) answer).close();
					};
				});
	}

	private static final class NoReadings implements LiveView.Readings {

		@Override
		public Duration interval() {
			return Duration.ofSeconds(1);
		}

		@Override
		public void atOnce() {
		}

		@Override
		public void soon() {
		}

	}

}
