package io.servicegroup.tooz.coordination;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemberListingsTests {

	private static final Instant FIRST = Instant.parse("2026-11-28T00:00:00Z");

	private static final Instant SECOND = FIRST.plusSeconds(1);

	private int decodings;

	private final MemberListings listings = new MemberListings(new MemberDecoder(false, this::decode));

	private final Map<String, StoredMember> stored = new LinkedHashMap<>();

	private @Nullable Object decode(byte[] bytes) {
		this.decodings++;
		return Capabilities.decode(bytes);
	}

	private void store(String id, @Nullable Object capabilities, Instant updatedAt) {
		this.stored.put(id, new StoredMember(Capabilities.encode(capabilities), null, updatedAt));
	}

	private Map<String, MemberInfo> list() {
		return this.listings.decode("group", new LinkedHashMap<>(this.stored));
	}

	@Test
	void onlyCapabilitiesThatHaveChangedAreDecoded() {
		store("b", Map.of("v", 1L), FIRST);
		store("a", List.of(1L), FIRST);
		assertThat(list().keySet()).containsExactly("b", "a");
		assertThat(this.decodings).isEqualTo(2);
		store("a", List.of(2L), SECOND);
		store("b", Map.of("v", 1L), SECOND);
		store("c", null, SECOND);
		assertThat(list()).containsExactly(Map.entry("b", new MemberInfo(Map.of("v", 1L), null, null, SECOND)),
				Map.entry("a", new MemberInfo(List.of(2L), null, null, SECOND)),
				Map.entry("c", new MemberInfo(null, null, null, SECOND)));
		assertThat(this.decodings).isEqualTo(4);
		this.stored.remove("b");
		assertThat(list()).containsOnlyKeys("a", "c");
		store("b", Map.of("v", 1L), SECOND);
		list();
		assertThat(this.decodings).isEqualTo(5);
	}

	@Test
	void theLastListingOfAnotherGroupDoesNotCount() {
		store("a", 1L, FIRST);
		list();
		this.listings.decode("other", this.stored);
		assertThat(this.decodings).isEqualTo(2);
	}

	@Test
	void whatListingsShareCannotBeModified() {
		store("a", Map.of("list", List.of(Map.of("v", 1L)), "set", Set.of(1L)), FIRST);
		Map<String, MemberInfo> listed = list();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(listed::clear);
		Map<?, ?> capabilities = (Map<?, ?>) listed.get("a").capabilities();
		List<?> list = (List<?>) capabilities.get("list");
		for (Runnable change : List.<Runnable>of(capabilities::clear, list::clear, ((Map<?, ?>) list.get(0))::clear,
				((Set<?>) capabilities.get("set"))::clear)) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(change::run);
		}
	}

	@Test
	void unreadableCapabilitiesAreListedEachTime() {
		this.stored.put("a", new StoredMember(new byte[] { (byte) 0xc1 }, null, FIRST));
		for (int i = 1; i < 3; i++) {
			assertThat(list().get("a").capabilitiesProblem()).isNotNull();
			assertThat(this.decodings).isEqualTo(i);
		}
	}

}
