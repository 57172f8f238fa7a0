package io.servicegroup.migration;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SourceReaderTests {

	@Test
	void aReadAfterCloseFails() {
		SourceReader reader = new SourceReader(() -> "redis://old");
		assertThatExceptionOfType(ServiceGroupException.class).isThrownBy(reader.ask(() -> {
			throw new ServiceGroupException("refused", null);
		})::get).withMessage("refused");
		reader.close();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> reader.ask(() -> true).get())
				.withMessageContaining("redis://old")
				.withMessageContaining("closed");
		}
		reader.later(() -> {
			throw new AssertionError();
		});
	}

}
