package io.servicegroup.tooz.coordination;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.tooz.GroupOperations.MemberInfo;
import org.jspecify.annotations.Nullable;

/**
 * The weights that members give themselves. They come from others: whatever stands there,
 * it must neither break the ring nor take all memory.
 */
final class MemberWeights {

	/** Of one member: about 25 MB while the ring is made, half of it later. */
	static final int MOST_POINTS = 320_000;

	private MemberWeights() {
	}

	/** By id, in the order of the ids, so that every Java member makes the same ring. */
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
