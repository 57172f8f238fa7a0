package io.servicegroup.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.GroupLeader;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Exactly one member leads during a migration, whichever backends the candidates use.
 */
class MigratingElectionsTests extends MigrationFixture {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final List<LiveServiceGroupAPI> candidates = new ArrayList<>();

	@AfterEach
	void forgetCandidates() {
		this.candidates.clear();
	}

	private LiveServiceGroupAPI candidate(ServiceGroupDriver driver) {
		LiveServiceGroupAPI api = api(driver);
		this.candidates.add(api);
		api.joinElection(this.group);
		return api;
	}

	private LiveServiceGroupAPI moving(String member) {
		return candidate(new MigratingDriver(onNew(member), onOld(member), null));
	}

	/** Waits until this member leads, and checks that no other does meanwhile. */
	private void leads(LiveServiceGroupAPI leader) {
		within(SOON).until(() -> {
			assertThat(this.candidates.stream().filter((one) -> one.isLeader(this.group)).count()).isLessThan(2);
			return leader.isLeader(this.group);
		});
		await().during(Duration.ofSeconds(2))
			.atMost(SOON)
			.until(() -> this.candidates.stream()
				.filter((one) -> one.isLeader(this.group))
				.toList()
				.equals(List.of(leader)));
	}

	@Test
	void oneLeadsWhileTheCandidatesMigrate() {
		LiveServiceGroupAPI oldOnly = candidate(onOld("old-only"));
		leads(oldOnly);
		LiveServiceGroupAPI both = moving("both");
		leads(oldOnly);
		within(SOON).until(() -> both.getLeader(this.group).map(GroupLeader::memberId).orElse("").equals("old-only"));
		oldOnly.close();
		leads(both);
		LiveServiceGroupAPI newOnly = candidate(onNew("new-only"));
		LiveServiceGroupAPI another = moving("another");
		leads(both);
		both.close();
		within(SOON).until(() -> newOnly.isLeader(this.group) || another.isLeader(this.group));
		leads(newOnly.isLeader(this.group) ? newOnly : another);
		newOnly.close();
		leads(another);
	}

	@Test
	void aLeaderThatLosesTheSourceIsRevoked() {
		LiveServiceGroupAPI both = moving("both");
		leads(both);
		this.old.stop();
		try {
			within(TIMEOUT.plusSeconds(1)).until(() -> !both.isLeader(this.group));
			assertThat(both.getStatus().isUp()).isTrue();
		}
		finally {
			this.old.start();
		}
		leads(both);
	}

}
