package io.servicegroup;

import java.util.List;
import java.util.OptionalLong;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class Shops {

	private final ServiceGroupAPI serviceGroup;

	Shops(ServiceGroupAPI serviceGroup) {
		this.serviceGroup = serviceGroup;
	}

	List<String> inZone(String zone) {
		return this.serviceGroup.getAll("web")
			.stream()
			.filter((member) -> zone.equals(member.capabilities().get("zone")))
			.map(Member::id)
			.toList();
	}

	String describe() {
		GroupView view = this.serviceGroup.view("web");
		return view.members().size() + " members as of " + view.asOf() + (view.stale() ? ", stale" : "");
	}

}

@Component
class Neighbours {

	private final ServiceGroupAPI serviceGroup;

	private volatile int count;

	Neighbours(ServiceGroupAPI serviceGroup) {
		this.serviceGroup = serviceGroup;
		serviceGroup.addListener("orders", (event) -> recount());
	}

	/** Runs on a thread of the listener's own, so it may block. */
	private void recount() {
		this.count = this.serviceGroup.getAll("orders").size();
	}

	int count() {
		return this.count;
	}

}

@Component
class Ledger {

	private final JdbcClient jdbc;

	Ledger(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** Writes unless a newer leader has written. */
	boolean write(String account, long balance, long token) {
		return this.jdbc.sql("UPDATE ledger SET balance = ?, token = ? WHERE account = ? AND token <= ?")
			.params(balance, token, account, token)
			.update() == 1;
	}

}

@Component
class Closing {

	private final ServiceGroupAPI serviceGroup;

	private final Ledger ledger;

	private volatile OptionalLong token = OptionalLong.empty();

	Closing(ServiceGroupAPI serviceGroup, Ledger ledger) {
		this.serviceGroup = serviceGroup;
		this.ledger = ledger;
	}

	@EventListener
	void on(LeaderElectedEvent event) {
		if (event.group().equals("web")) {
			this.token = event.fencingToken();
		}
	}

	@EventListener
	void on(LeaderRevokedEvent event) {
		if (event.group().equals("web")) {
			this.token = OptionalLong.empty();
		}
	}

	@Scheduled(fixedDelay = 60_000)
	void close() {
		this.serviceGroup.runIfLeader("web",
				() -> this.token.ifPresent((token) -> this.ledger.write("cash", 42, token)));
	}

}
