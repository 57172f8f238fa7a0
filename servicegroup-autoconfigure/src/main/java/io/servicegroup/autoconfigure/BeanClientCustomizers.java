package io.servicegroup.autoconfigure;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.servicegroup.tooz.ClientCustomizers;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Calls the application's customizers of a builder. They are created with this object:
 * one that fails also fails the start, and a new connection creates no beans, which it
 * could not while the context is being closed.
 */
final class BeanClientCustomizers implements ClientCustomizers {

	private final ListableBeanFactory beans;

	private final List<Named> customizers = new ArrayList<>();

	/**
	 * Creates the customizers.
	 * @param beans the application's beans
	 */
	BeanClientCustomizers(ListableBeanFactory beans) {
		this.beans = beans;
		Map<Object, String> names = new IdentityHashMap<>();
		BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, ServiceGroupClientBuilderCustomizer.class)
			.forEach((name, customizer) -> names.put(customizer, name));
		beans.getBeanProvider(ServiceGroupClientBuilderCustomizer.class).orderedStream().forEach((customizer) -> {
			String name = names.get(customizer);
			if (name != null) {
				this.customizers.add(new Named(name, customizer));
			}
		});
	}

	@Override
	public <B> void customize(Class<B> type, B builder) {
		matching(type).forEach((named) -> {
			@SuppressWarnings("unchecked")
			ServiceGroupClientBuilderCustomizer<B> matching = (ServiceGroupClientBuilderCustomizer<B>) named
				.customizer();
			matching.customize(builder);
		});
	}

	@Override
	public boolean customizes(Class<?> type) {
		return matching(type).findAny().isPresent();
	}

	/** Only the bean's definition knows the type of a lambda. */
	private Stream<Named> matching(Class<?> type) {
		ResolvableType wanted = ResolvableType.forClassWithGenerics(ServiceGroupClientBuilderCustomizer.class, type);
		return this.customizers.stream().filter((named) -> this.beans.isTypeMatch(named.name(), wanted));
	}

	/**
	 * A customizer.
	 *
	 * @param name the name of its bean
	 * @param customizer the bean
	 */
	private record Named(String name, ServiceGroupClientBuilderCustomizer<?> customizer) {
	}

}
