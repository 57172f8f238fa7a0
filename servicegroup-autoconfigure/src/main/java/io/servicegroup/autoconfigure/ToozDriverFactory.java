package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import org.jspecify.annotations.Nullable;

/**
 * Creates drivers that use the port of tooz, from a coordination URL.
 */
final class ToozDriverFactory implements DriverFactory {

	private final String property;

	private final String text;

	private final SslBundleResolver bundle;

	private final UnaryOperator<ToozUrl> completion;

	private final @Nullable Duration heartbeatInterval;

	private final BiConsumer<String, Set<Feature>> check;

	private final CoordinationObserver observer;

	/**
	 * Creates the factory.
	 * @param property the property that contains the URL
	 * @param text the URL
	 * @param bundle the SSL bundle
	 * @param completion adds credentials and the like to the parsed URL
	 * @param heartbeatInterval the time between two heartbeats, or {@code null} for a
	 * third of the timeout
	 * @param check checks the features of the backend of the given name
	 * @param observer observes the calls to the store and the locks
	 */
	ToozDriverFactory(String property, String text, SslBundleResolver bundle, UnaryOperator<ToozUrl> completion,
			@Nullable Duration heartbeatInterval, BiConsumer<String, Set<Feature>> check,
			CoordinationObserver observer) {
		this.property = property;
		this.text = text;
		this.bundle = bundle;
		this.completion = completion;
		this.heartbeatInterval = heartbeatInterval;
		this.check = check;
		this.observer = observer;
	}

	@Override
	public String name() {
		return "tooz";
	}

	@Override
	public boolean nova() {
		return false;
	}

	@Override
	public @Nullable Duration heartbeatInterval() {
		return this.heartbeatInterval;
	}

	@Override
	public String timeoutSetting() {
		return "the timeout in the URL";
	}

	@Override
	public BackendLocation location() {
		return BackendLocation.of(url());
	}

	private ToozUrl url() {
		return this.completion
			.apply(PropertyErrors.of(this.property, () -> Coordinators.parse(this.text, this.bundle.get())));
	}

	@Override
	public ServiceGroupDriver create(String memberId) {
		ToozUrl url = url();
		PropertyErrors.of("servicegroup.member-id", () -> {
			Coordinators.checkMember(url, memberId);
			return true;
		});
		this.check.accept(Coordinators.backendName(url), Coordinators.features(url));
		return PropertyErrors.of(this.property, () -> new ToozServiceGroupDriver(url, memberId, this.observer));
	}

}
