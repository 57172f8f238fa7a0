package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member is cut off from its store, which everybody else still reaches. For half a
 * timeout: nobody has it down, its own view is stale and says how old. For three: the
 * others have it down and are told once; it has itself down past its timeout and nobody
 * else at all; when the network is mended, it is back within a heartbeat and a second.
 */
record NetworkFault(NetworkTrouble trouble) implements Fault {

	static final String NO_SERVER = "there is no network between it and its members";

	private static final String SURVIVOR = "survivor";

	/** For a reading under way to end by its deadline, and for a poll. */
	private static final Duration NOTICE = Duration.ofMillis(3000);

	/** Between two samples of a status, on a busy machine. */
	private static final Duration BLUR = Duration.ofMillis(500);

	@Override
	public String name() {
		return this.trouble.title();
	}

	@Override
	public Optional<String> whyNot(FaultBackend backend) {
		return backend.isServer() ? Optional.empty() : Optional.of(NO_SERVER);
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		TcpProxy proxy = proxy(scene);
		scene.member(SURVIVOR);
		MemberProcess victim = scene.member("victim", proxy.url(scene.url()));
		for (int round = 0; round < scene.rounds(3, 1); round++) {
			shortly(scene, figures, proxy, victim);
			forLong(scene, figures, proxy, victim);
		}
	}

	static TcpProxy proxy(Scene scene) {
		return scene.opened(new TcpProxy(port(scene.url())));
	}

	static int port(String url) {
		return Coordinators.parse(url).hosts().get(0).port();
	}

	private void shortly(Scene scene, Figures figures, TcpProxy proxy, MemberProcess victim)
			throws InterruptedException {
		scene.lastUpToAHeartbeat();
		long cut = System.nanoTime();
		this.trouble.befall(proxy);
		Scene.last(scene.lasting(0.5));
		proxy.pass();
		figures.check(scene.comes(Scene.RECOVERY, () -> !victim.isStale()), "the view stayed stale");
		Scene.last(Scene.HEARTBEAT);
		new Checks(scene, figures, cut).nobodyLeft(SURVIVOR, victim.name());
		// With the last beat before the cut and the way back after it, that may make a
		// timeout.
		long earliest = cut + scene.earliestDown().minusMillis(200).toNanos();
		figures.check(victim.since(cut, Sighting.Kind.DOWN, victim.name())
			.stream()
			.allMatch((one) -> one.nanos() >= earliest), "DOWN before the timeout was over");
	}

	/** memcached has no push: one of the observers looks but every 900 ms. */
	private static Duration recovery(FaultBackend backend) {
		return (backend == FaultBackend.MEMCACHED) ? Scene.RECOVERY.plusSeconds(1) : Scene.RECOVERY;
	}

	private void forLong(Scene scene, Figures figures, TcpProxy proxy, MemberProcess victim)
			throws InterruptedException {
		scene.lastUpToAHeartbeat();
		long cut = System.nanoTime();
		long wallClock = System.currentTimeMillis();
		this.trouble.befall(proxy);
		Checks checks = new Checks(scene, figures, cut);
		if (this.trouble.isSilencing()) {
			othersSee(scene, figures, victim, Sighting.Kind.LEFT, cut, Scene.DETECTION).forEach(figures::detected);
		}
		long until = cut + Scene.TIMEOUT.multipliedBy(scene.rounds(6, 3)).dividedBy(2).toNanos();
		Scene.last(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
		saysHowOld(figures, victim, cut, wallClock);
		downPastTheTimeoutOnly(checks, victim);
		long mended = System.nanoTime();
		proxy.pass();
		if (this.trouble.isSilencing()) {
			othersSee(scene, figures, victim, Sighting.Kind.JOINED, mended, recovery(scene.backend()))
				.forEach(figures::recovered);
		}
		awaitFresh(scene, figures, victim, cut, mended);
		figures.check(
				scene.comes(Scene.RECOVERY, () -> !victim.since(mended, Sighting.Kind.UP, victim.name()).isEmpty()),
				"not UP again");
		Scene.last(Scene.HEARTBEAT);
		checks.nobodyLeft(SURVIVOR);
		onceEach(scene, figures, checks, victim);
		figures.check(!victim.process().output().contains("is taken"), "a stranger to itself");
	}

	/** How long it took each of the others. */
	private static List<Duration> othersSee(Scene scene, Figures figures, MemberProcess victim, Sighting.Kind kind,
			long since, Duration limit) {
		List<Observing> others = scene.everybody().stream().filter((one) -> one != victim).toList();
		boolean all = scene.comes(limit,
				() -> others.stream().noneMatch((one) -> one.since(since, kind, victim.name()).isEmpty()));
		figures.check(all, "not all were told within " + limit + " that the victim has " + kind);
		return others.stream()
			.flatMap((one) -> one.since(since, kind, victim.name()).stream().limit(1))
			.map((event) -> Scene.between(since, event.nanos()))
			.toList();
	}

	/**
	 * Whose requests still pass may be heard by the store for as long as it likes, or
	 * not: but who was told that it left is told that it is back.
	 */
	private void onceEach(Scene scene, Figures figures, Checks checks, MemberProcess victim) {
		for (Observing one : scene.everybody()) {
			int left = one.since(checks.since(), Sighting.Kind.LEFT, victim.name()).size();
			int joined = one.since(checks.since(), Sighting.Kind.JOINED, victim.name()).size();
			if (one != victim && (left != joined || left > 1 || this.trouble.isSilencing() && left == 0)) {
				figures.missedEvent(one + " was told " + left + " times that the victim has left, and " + joined
						+ " times that it has joined");
			}
		}
	}

	/** Its view was stale meanwhile, and is not any more. */
	private static void awaitFresh(Scene scene, Figures figures, MemberProcess victim, long cut, long mended) {
		figures.check(!victim.since(cut, Sighting.Kind.STALE, victim.name()).isEmpty(), "the view was not stale");
		figures.check(
				scene.comes(Scene.RECOVERY, () -> !victim.since(mended, Sighting.Kind.FRESH, victim.name()).isEmpty()),
				"the view stayed stale");
	}

	private static void saysHowOld(Figures figures, MemberProcess victim, long cut, long wallClock) {
		for (Sighting stale : victim.since(cut, Sighting.Kind.STALE, victim.name())) {
			long age = wallClock - Long.parseLong(stale.detail());
			figures.check(Math.abs(age) < NOTICE.toMillis(), "the stale view was " + age + " ms old at the cut");
			figures.check(Scene.between(cut, stale.nanos()).compareTo(NOTICE) < 0,
					"stale only after " + Scene.between(cut, stale.nanos()));
		}
	}

	private static void downPastTheTimeoutOnly(Checks checks, MemberProcess victim) {
		List<Sighting> down = victim.since(checks.since(), Sighting.Kind.DOWN, victim.name());
		checks.figures().check(down.size() == 1, "DOWN " + down.size() + " times");
		for (Sighting one : down) {
			Duration after = Scene.between(checks.since(), one.nanos());
			checks.figures()
				.check(after.compareTo(checks.scene().earliestDown().minus(BLUR)) > 0
						&& after.compareTo(Scene.TIMEOUT.plus(BLUR)) < 0, "DOWN after " + after + ": " + one.detail());
		}
	}

}
