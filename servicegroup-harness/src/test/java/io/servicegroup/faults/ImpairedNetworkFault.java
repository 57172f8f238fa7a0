package io.servicegroup.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import io.servicegroup.tck.servers.TcpProxy;

/**
 * A member's network that works, but badly: nothing goes down, and what the member says
 * is seen.
 *
 * @param name the row's
 * @param impairment how
 * @param mayFail whether a call may fail, and has to be tried again
 */
record ImpairedNetworkFault(String name, Consumer<TcpProxy> impairment, boolean mayFail) implements Fault {

	static final ImpairedNetworkFault DELAY = new ImpairedNetworkFault("network with 500 ms of delay",
			(proxy) -> proxy.delay(Duration.ofMillis(500)), false);

	static final ImpairedNetworkFault RESETS = new ImpairedNetworkFault("network that resets one answer in ten",
			(proxy) -> proxy.resets(10, 42), true);

	@Override
	public Optional<String> whyNot(FaultBackend backend) {
		return backend.isServer() ? Optional.empty() : Optional.of(NetworkFault.NO_SERVER);
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		TcpProxy proxy = NetworkFault.proxy(scene);
		scene.member("survivor");
		MemberProcess victim = scene.member("victim", proxy.url(scene.url()));
		long begun = System.nanoTime();
		this.impairment.accept(proxy);
		for (int round = 0; round < scene.rounds(6, 2); round++) {
			long updated = System.nanoTime();
			victim.update();
			figures.check(scene.comes(Scene.TIMEOUT.multipliedBy(2), () -> isSeen(scene, victim)),
					"an update was not seen");
			figures.recovered(Scene.between(updated, System.nanoTime()));
			Scene.last(Scene.TIMEOUT.dividedBy(2));
		}
		holds(scene, figures, victim, begun);
		joins(scene, figures, proxy.url(scene.url()));
	}

	/** Another one joins through the bad network. */
	private static void joins(Scene scene, Figures figures, String url) throws InterruptedException {
		long begun = System.nanoTime();
		MemberProcess newcomer = scene.member("newcomer", url);
		Scene.last(Scene.TIMEOUT);
		new Checks(scene, figures, begun).nobodyLeft(newcomer.name());
	}

	private static boolean isSeen(Scene scene, MemberProcess victim) {
		return scene.observers()
			.stream()
			.allMatch((observer) -> observer.view()
				.member(victim.name())
				.filter((member) -> Witness.version(member).equals(victim.version()))
				.isPresent());
	}

	private void holds(Scene scene, Figures figures, MemberProcess victim, long begun) {
		new Checks(scene, figures, begun).nobodyLeft("survivor", victim.name());
		figures.check(this.mayFail || victim.since(begun, Sighting.Kind.DOWN, victim.name()).isEmpty(), "DOWN");
		int stale = victim.since(begun, Sighting.Kind.STALE, victim.name()).size();
		figures.check(this.mayFail || stale == 0, "stale " + stale + " times");
		figures.check(!victim.process().output().contains("is taken"), "a stranger to itself");
	}

}
