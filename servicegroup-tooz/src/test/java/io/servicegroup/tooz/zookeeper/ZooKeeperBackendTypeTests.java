package io.servicegroup.tooz.zookeeper;

import java.util.List;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.ToozUrl.Host;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Accepted and refused URLs and ids, without a server.
 */
class ZooKeeperBackendTypeTests {

	@Test
	void bothSchemesAreTheSameBackend() {
		assertThat(Coordinators.backendName(Coordinators.parse("kazoo://zk"))).isEqualTo("zookeeper");
		assertThat(Coordinators.backendName(Coordinators.parse("zookeeper://zk"))).isEqualTo("zookeeper");
	}

	@Test
	void hostsAreReadFromTheAuthorityAndFromTheOption() {
		ToozUrl url = Coordinators
			.parse("zookeeper://zk1,zk2:2182/?hosts=zk3,zk4:2184&hosts=[::1]:2185,[::2]&hosts=zk1");
		assertThat(ZooKeeperHosts.of(url)).containsExactly(new Host("zk1", 2181), new Host("zk2", 2182),
				new Host("zk3", 2181), new Host("zk4", 2184), new Host("::1", 2185), new Host("::2", 2181));
		assertThat(ZooKeeperHosts.names(ZooKeeperHosts.of(url)))
			.isEqualTo("zk1:2181,zk2:2182,zk3:2181,zk4:2184,[::1]:2185,[::2]:2181");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zookeeper://?hosts=zk1", "zookeeper://u:p@zk1,zk2?timeout=5&namespace=a/b.c",
			"kazoo://zk?randomize_hosts=false" })
	void validUrlsAreAccepted(String url) {
		assertThatNoException().isThrownBy(() -> Coordinators.get(url, "one").close());
	}

	@ParameterizedTest
	@ValueSource(strings = { "zookeeper://", "zookeeper://user@zk", "zookeeper://:secret@zk",
			"zookeeper://zk?namespace=/tooz", "zookeeper://zk?namespace=a//b", "zookeeper://zk?namespace=..",
			"zookeeper://zk?namespace=gr%C3%BCn", "zookeeper://zk?hosts=zk:0", "zookeeper://zk?hosts=zk:99999",
			"zookeeper://zk?hosts=a,,b", "zookeeper://zk?timeout=0", "zookeeper://zk?timeout=1.5",
			"zookeeper://zk?use_ssl=perhaps", "zookeeper://zk?keyfile_password=secret",
			"zookeeper://zk?randomize_hosts=maybe" })
	void invalidUrlsAreRefusedWithAFixAndWithoutSecrets(String url) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(url))
			.satisfies((ex) -> assertThat(ex.fix()).isNotBlank())
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", ".", "..", "grün", "tab\there", "nul\0", "leader" })
	void idsThatCannotBeNodeNamesAreRefused(String id) {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.get("zookeeper://zk", id));
	}

	@Test
	void aLockNameHasToBeThePathOfANode() {
		ZooKeeperBackendType type = new ZooKeeperBackendType();
		for (String name : List.of("/a", "a/", "a//b", "a/../b", "a/./b", "grün/b", "a/b__lock__0000000001")) {
			assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> type.checkId("lock", name));
		}
		assertThatNoException().isThrownBy(() -> type.checkId("lock", "a.b c"));
		assertThatNoException().isThrownBy(() -> type.checkId("lock", "a/b/c__lock__1"));
		assertThatNoException().isThrownBy(() -> type.checkId("lock", "a__lock__0000000001"));
	}

	@Test
	void reservedNamesAreRefusedOnlyWhereTheyAreReserved() {
		ZooKeeperBackendType type = new ZooKeeperBackendType();
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> type.checkId("group", "locks"));
		assertThatNoException().isThrownBy(() -> type.checkId("group", "leader"));
		assertThatNoException().isThrownBy(() -> type.checkId("member", "locks"));
		assertThatNoException().isThrownBy(() -> type.checkId("lock", "locks"));
		assertThatNoException().isThrownBy(() -> type.checkId("lock", "leader"));
		assertThatNoException().isThrownBy(() -> type.checkId("member", "host-1.example:8080 (a)"));
	}

}
