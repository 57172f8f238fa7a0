package io.servicegroup.autoconfigure;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.ToozUrl;

/**
 * Drivers over tooz, by a coordination URL.
 */
final class ToozSource implements DriverSource {

	private final String property;

	private final String text;

	private final BundleChoice bundle;

	private final boolean autoJoin;

	private final boolean election;

	/**
	 * Creates the source.
	 * @param property which property the URL is from
	 * @param text the URL
	 */
	ToozSource(String property, String text, BundleChoice bundle, ServiceGroupProperties properties) {
		this.property = property;
		this.text = text;
		this.bundle = bundle;
		this.autoJoin = properties.autoJoin();
		this.election = properties.leaderElection().enabled();
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
	public String timeoutSetting() {
		return "the timeout in the URL";
	}

	@Override
	public ServiceGroupDriver create(String memberId) {
		ToozUrl url = Refusals.of(this.property, () -> Coordinators.parse(this.text, this.bundle.get()));
		Refusals.of("servicegroup.member-id", () -> {
			Coordinators.checkMember(url, memberId);
			return true;
		});
		ServiceGroupDriver driver = Refusals.of(this.property, () -> new ToozServiceGroupDriver(url, memberId));
		FeatureChecks.check(driver.backend(), Coordinators.features(url), this.autoJoin, this.election);
		return driver;
	}

}
