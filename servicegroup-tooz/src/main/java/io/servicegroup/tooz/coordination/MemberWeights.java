package io.servicegroup.tooz.coordination;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.tooz.GroupOperations.MemberInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads the weights of members from their capabilities. Other processes write them, so an
 * invalid or huge weight must neither break the ring nor exhaust the memory.
 */
final class MemberWeights {

	/**
	 * The maximum number of points of one member. They take about 25 MB while the ring is
	 * built, and half of it later.
	 */
	static final int MOST_POINTS = 320_000;

	private MemberWeights() {
	}

	/**
	 * Returns the weights by member id, in the order of the ids, so that every Java
	 * member builds the same ring.
	 */
	static Map<String, Integer> of(Map<String, MemberInfo> members, int partitions) {
		Map<String, Integer> weights = new TreeMap<>();
		members.forEach((id, info) -> weights.put(id, weight(info.capabilities(), partitions)));
		return weights;
	}

	private static int weight(@Nullable Object capabilities, int partitions) {
		BigInteger weight = BigInteger.ONE;
		if (capabilities instanceof Map<?, ?> map) {
			Object given = map.get("weight");
			if (given instanceof Long || given instanceof BigInteger) {
				weight = new BigInteger(given.toString());
			}
		}
		BigInteger most = BigInteger.valueOf(Math.max(1, MOST_POINTS / partitions));
		return weight.min(most).max(BigInteger.ZERO).intValue();
	}

}
