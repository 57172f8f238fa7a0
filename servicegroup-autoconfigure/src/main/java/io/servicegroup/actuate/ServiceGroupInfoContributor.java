package io.servicegroup.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.MembershipStatus;
import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Adds {@code servicegroup} to {@code /actuator/info}: the groups of this application,
 * its member id, and the backend with its URL without secrets. Adds nothing if the
 * application's own implementation of the API reports no status. Reads memory only.
 *
 * @since 0.1.0
 */
public final class ServiceGroupInfoContributor implements InfoContributor {

	private final ServiceGroupAPI api;

	/**
	 * Creates the contributor.
	 * @param api the API whose state is reported
	 */
	public ServiceGroupInfoContributor(ServiceGroupAPI api) {
		this.api = api;
	}

	@Override
	public void contribute(Info.Builder builder) {
		MembershipStatus status = ReportedStatus.of(this.api);
		if (status != null) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("group", String.join(", ", status.groups()));
			details.put("memberId", status.memberId());
			details.put("backend", status.backend());
			details.put("url", status.url());
			builder.withDetail("servicegroup", details);
		}
	}

}
