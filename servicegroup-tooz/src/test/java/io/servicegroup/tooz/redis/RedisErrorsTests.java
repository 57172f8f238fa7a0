package io.servicegroup.tooz.redis;

import java.time.Duration;

import io.lettuce.core.RedisCommandExecutionException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The codes of errors. The texts are those of servers of several versions.
 */
class RedisErrorsTests {

	private final RedisErrors errors = new RedisErrors(new RedisAddress(Coordinators.parse("redis://localhost")),
			Duration.ofSeconds(1));

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
			"READONLY You can't write against a read only replica. | READONLY | true | true",
			"READONLY You can't write against a read only replica. script: d017, on @user_script:1. | READONLY | true | true",
			"ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -READONLY Other words | READONLY | true | true",
			"OOM command not allowed when used memory > 'maxmemory'. | OOM | false | true",
			"@user_script: 12: -OOM command not allowed when used memory > 'maxmemory'. | OOM | false | true",
			"MISCONF Redis is configured to save RDB snapshots | MISCONF | false | true",
			"NOREPLICAS Not enough good replicas to write. | NOREPLICAS | true | true",
			"MASTERDOWN Link with MASTER is down | MASTERDOWN | true | false",
			"LOADING Redis is loading the dataset in memory | LOADING | true | false",
			"CLUSTERDOWN The cluster is down | CLUSTERDOWN | true | false",
			"WRONGTYPE Operation against a key with READONLY in it | WRONGTYPE | false | false",
			"ERR The user executing the script can't run this command | NOPERM | false | false" })
	void theCodeDecidesNotTheWords(String message, String code, boolean reconnect, boolean refusedWrite) {
		RedisCommandExecutionException refusal = new RedisCommandExecutionException(message);
		assertThat(RedisErrors.code(refusal)).isEqualTo(code);
		assertThat(this.errors.requiresReconnect(refusal)).isEqualTo(reconnect);
		assertThat(this.errors.isRefusedWrite(refusal)).isEqualTo(refusedWrite);
	}

}
