package io.servicegroup.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.NovaZooKeeper;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.ManagedCoordinator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Java and Python members in the layouts of Nova's drivers. The Python scripts use
 * Debian's clients and do what Nova's drivers do.
 */
class NovaInteropTests extends StoreFixture {

	private static final String MC = """
			import datetime, sys
			from pymemcache.client.base import Client
			from pymemcache import serde
			client = Client(('127.0.0.1', int(sys.argv[1])), serde=serde.pickle_serde)
			seen = client.get('compute:java')
			age = (datetime.datetime.utcnow() - seen).total_seconds()
			assert type(seen) is datetime.datetime and 0 <= age < 60, seen
			client.set('compute:python', datetime.datetime.utcnow(), expire=60)
			print('DONE', client.get('compute:gone') is None)
			""";

	private static final String ZK = """
			import os, sys, time
			from kazoo.client import KazooClient
			client = KazooClient('127.0.0.1:' + sys.argv[1])
			client.start()
			def up(member):
			    data, stat = client.get('/servicegroups/compute/' + member)
			    return data == b'ZKMembers' and stat.numChildren > 0
			assert up('java')
			client.create('/servicegroups/compute/python', b'ZKMembers')
			client.create('/servicegroups/compute/python/%d' % os.getpid(), b'0.6394', ephemeral=True)
			print('DONE', up('python'), flush=True)
			time.sleep(60)
			""";

	private NovaZooKeeper zooKeeper;

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

	@BeforeAll
	void startZooKeeper() {
		this.zooKeeper = new NovaZooKeeper();
	}

	@AfterAll
	void closeZooKeeper() {
		this.zooKeeper.close();
	}

	private Coordinator member(String url, String member) {
		Coordinator coordinator = opened(Coordinators.get(url, member));
		coordinator.joinGroupCreate("compute", Map.of("v", 1L));
		return coordinator;
	}

	private LocalProcess python(String script, int port) {
		List<String> command = new ArrayList<>(
				List.of("/usr/bin/python3", "-W", "ignore", "-c", script, Integer.toString(port)));
		LocalProcess python = opened(new LocalProcess(command)).start();
		within(Duration.ofSeconds(20)).until(() -> !python.isAlive() || python.output().contains("DONE True"));
		assertThat(python.output()).contains("DONE True");
		return python;
	}

	@Test
	void pythonReadsAJavaHeartbeatInMemcachedAndJavaListsThePythonMember() {
		Coordinator java = member(this.server.url("timeout=60"), "java");
		python(MC, ((NovaMemcached) this.server).port());
		assertThat(java.getMembers("compute")).containsExactly("java");
		assertThat(((ManagedCoordinator) java).track("compute", "python")).isTrue();
		assertThat(java.getMembersWithCapabilities("compute")).containsOnlyKeys("java", "python");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> member(this.server.url("timeout=60"), "python"));
	}

	@Test
	void javaAndPythonMembersSeeEachOtherInZooKeeper() {
		Coordinator java = member(this.zooKeeper.url("timeout=4"), "java");
		LocalProcess python = python(ZK, this.zooKeeper.port());
		assertThat(java.getMembersWithCapabilities("compute")).containsOnlyKeys("java", "python");
		assertThat(java.getMemberCapabilities("compute", "python")).isEqualTo(new byte[0]);
		assertThat(java.getMemberCapabilities("compute", "java")).isEqualTo(Map.of("v", 1L));
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> member(this.zooKeeper.url("timeout=4"), "python"));
		python.kill();
		within(Duration.ofSeconds(15)).until(() -> java.getMembers("compute").size() == 1);
	}

}
