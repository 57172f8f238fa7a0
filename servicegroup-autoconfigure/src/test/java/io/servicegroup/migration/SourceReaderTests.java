package io.servicegroup.migration;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SourceReaderTests {

	@Test
	void whoAsksAfterTheEndIsToldSo() {
		SourceReader answers = new SourceReader(() -> "redis://old");
		assertThatExceptionOfType(ServiceGroupException.class).isThrownBy(answers.ask(() -> {
			throw new ServiceGroupException("refused", null);
		})::get).withMessage("refused");
		answers.close();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> answers.ask(() -> true).get())
				.withMessageContaining("redis://old")
				.withMessageContaining("closed");
		}
		answers.later(() -> {
			throw new AssertionError();
		});
	}

}
