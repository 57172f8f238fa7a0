package io.servicegroup.board;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What the page shows beside its group.
 *
 * @param links returns the addresses of the endpoints that the page links to, relative to
 * the page, by the endpoint's id
 * @param acts returns whether the endpoint sets switches
 * @param groups returns all groups, as JSON
 */
record PageFacts(Supplier<Map<String, String>> links, BooleanSupplier acts,
		Supplier<List<Map<String, @Nullable Object>>> groups) {
}
