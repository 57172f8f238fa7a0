package io.servicegroup.board;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeltaRingTests {

	private final DeltaRing ring = new DeltaRing(100);

	@Test
	void whatWasMissedIsReturnedInOrder() {
		byte[] one = { 1 };
		byte[] two = { 2, 2 };
		this.ring.add(one);
		this.ring.add(two);
		assertThat(this.ring.last()).isEqualTo(2);
		assertThat(this.ring.after(0, 100)).containsExactly(one, two);
		assertThat(this.ring.after(1, 100)).containsExactly(two);
		assertThat(this.ring.after(2, 100)).isEmpty();
	}

	@Test
	void whatIsNoLongerKeptOrWasNeverSentIsUnknown() {
		for (int i = 0; i < 5; i++) {
			this.ring.add(new byte[40]);
		}
		assertThat(this.ring.after(3, 1000)).hasSize(2);
		assertThat(this.ring.after(2, 1000)).isNull();
		assertThat(this.ring.after(6, 1000)).isNull();
		assertThat(this.ring.after(3, 79)).as("larger than a snapshot").isNull();
	}

	@Test
	void aDeltaThatHasNoRoomIsKnownToBeMissing() {
		this.ring.add(new byte[1000]);
		assertThat(this.ring.after(0, 10_000)).isNull();
		assertThat(this.ring.after(1, 10_000)).isEmpty();
	}

}
