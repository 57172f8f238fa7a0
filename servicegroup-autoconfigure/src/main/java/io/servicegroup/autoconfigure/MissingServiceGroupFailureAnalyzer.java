package io.servicegroup.autoconfigure;

import java.util.Set;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupAPIFactory;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Partitions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reports which property to set if an application injects a bean of this library, and
 * service groups are not configured or disabled. Ordered before
 * {@link MissingFeatureFailureAnalyzer}.
 */
@Order(-1)
final class MissingServiceGroupFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ENABLED = "servicegroup.enabled";

	private static final String URL = "servicegroup.tooz-url";

	private static final Set<Class<?>> APIS = Set.of(ServiceGroupAPI.class, ServiceGroupAPIFactory.class);

	private static final Set<Class<?>> TYPES = Set.of(ServiceGroupAPI.class, ServiceGroupAPIFactory.class,
			DistributedLocks.class, Partitions.class);

	static final String EXAMPLES = """
			    servicegroup.tooz-url=redis://localhost:6379
			    servicegroup.tooz-url=zookeeper://localhost:2181
			    servicegroup.tooz-url=etcd3+http://localhost:2379
			    servicegroup.tooz-url=memcached://localhost:11211
			    servicegroup.tooz-url=file:///var/lib/servicegroup (a directory that the processes of one machine share)
			    servicegroup.tooz-url=memory://name (this JVM only, for tests)

			With servicegroup.auto-join=false, for locks and leaders only:

			    servicegroup.tooz-url=postgresql://user:password@localhost/database
			    servicegroup.tooz-url=mysql://user:password@localhost/database

			For a table in the application's own database, set servicegroup.driver=db instead.""";

	private final Environment environment;

	MissingServiceGroupFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		if (type == null || !TYPES.contains(type)) {
			return null;
		}
		String what = ((description != null) ? description : "A component") + " requires a bean of type '"
				+ type.getName() + "', which does not exist: ";
		if (!this.environment.getProperty(ENABLED, Boolean.class, true)) {
			return new FailureAnalysis(
					what + ENABLED + " is false." + PropertyOrigin.describe(this.environment, ENABLED),
					"Set servicegroup.enabled=true. If the component also works without service groups, inject "
							+ "ObjectProvider<" + type.getSimpleName() + "> instead.",
					cause);
		}
		if (APIS.contains(type) && !isSet(URL) && !isSet(DriverSelector.PROPERTY)) {
			return new FailureAnalysis(what + URL + " is not set.",
					"Set " + URL + " to the URL of your coordination service, such as one of\n\n" + EXAMPLES, cause);
		}
		return null;
	}

	private boolean isSet(String property) {
		return StringUtils.hasText(this.environment.getProperty(property));
	}

}
