package io.servicegroup;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Supplies capabilities of this application that other members can read. Each bean of
 * this type is called when the application has started, with each
 * {@link ServiceGroupAPI#join}, {@link ServiceGroupAPI#updateCapabilities} and
 * {@link ServiceGroupAPI#refreshCapabilities()}, on the thread of the caller. Heartbeats
 * do not call it.
 * <p>
 * It replaces capabilities of the web server that have the same names, such as
 * {@code host}. The properties {@code servicegroup.capabilities.*}, and what the
 * application passes to {@code join} or {@code updateCapabilities}, replace those of the
 * supplier. With several suppliers, later ones replace those of earlier ones, in the
 * order of {@link org.springframework.core.annotation.Order}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CapabilitiesSupplier extends Supplier<Map<String, ?>> {

	/**
	 * Returns the current capabilities: text, numbers, booleans, lists and maps.
	 * @return the capabilities by name
	 */
	@Override
	Map<String, ?> get();

}
