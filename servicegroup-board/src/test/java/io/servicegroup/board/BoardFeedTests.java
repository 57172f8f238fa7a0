package io.servicegroup.board;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Browsers of different speed, beside a group that changes all the time: what they were
 * sent leads to the state of the group.
 */
class BoardFeedTests {

	private static final String URL = "memory://feed";

	private final Random random = new Random(11);

	@Test
	void browsersOfAnySpeedReachTheState() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + URL, "servicegroup.group=web", "servicegroup.member-id=self",
					"servicegroup.poll-interval=50ms")
			.run((context) -> check(context.getBean(ServiceGroupAPI.class)));
	}

	@Test
	void theFirstMessageOfAStaleViewHasTheReason(@TempDir Path directory) {
		Path store = directory.resolve("store");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=file://" + store, "servicegroup.group=web",
					"servicegroup.member-id=self", "servicegroup.poll-interval=50ms")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				await().until(() -> api.getAll("web").size() == 1);
				Replay browser = new Replay(feed(api, new EventLog("web", 1 << 20)), 1);
				assertThat(browser.facts.get("problem").isNull()).isTrue();
				Files.move(store, directory.resolve("elsewhere"));
				Files.createFile(store);
				await().until(() -> {
					browser.next();
					return browser.facts.get("stale").asBoolean();
				});
				assertThat(browser.facts.get("problem").asString()).contains(store.toString());
				await().untilAsserted(() -> {
					browser.next();
					assertThat(browser.events).extracting((event) -> event.get("kind").asString())
						.as("no second passes before it is an event")
						.contains("STALE");
				});
			});
	}

	@Test
	void aLargeGroupBeginsWithTheRowsOfAScreen() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + URL + "-large", "servicegroup.group=web",
					"servicegroup.member-id=self", "servicegroup.poll-interval=50ms")
			.run((context) -> checkLarge(context.getBean(ServiceGroupAPI.class)));
	}

	/** Also for a page that is opened only then. */
	@Test
	void membersThatLeftOrWereForcedDownKeepTheirLastCapabilities() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + URL + "-gone", "servicegroup.group=web",
					"servicegroup.member-id=self", "servicegroup.poll-interval=50ms")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				EventLog log = new EventLog("web", 1 << 20);
				OperatorActs acts = new OperatorActs(api, "web");
				StateReader reader = new StateReader(api, log, acts, "web",
						new PageFacts(Map::of, () -> false, List::of));
				reader.follow((event) -> log.on(event, null, Map.of()));
				Coordinator left = join("left", Map.of("zone", "a"));
				Coordinator fenced = join("fenced", Map.of("zone", "b"));
				await().until(() -> api.getAll("web").size() == 3);
				left.leaveGroup("web");
				api.forceDown("web", "fenced");
				await().untilAsserted(() -> {
					JsonNode page = snapshot(new BoardFeed(reader, log));
					assertThat(page.at("/departed/left/zone").asString("")).isEqualTo("a");
					JsonNode row = page.path("members")
						.valueStream()
						.filter((member) -> member.path("id").asString().equals("fenced"))
						.findFirst()
						.orElseThrow();
					assertThat(row.path("up").asBoolean()).isFalse();
					assertThat(row.at("/capabilities/zone").asString("")).isEqualTo("b");
					assertThat(row.path("switchedAt").isString()).isTrue();
					assertThat(page.at("/facts/verdict/troubles/1/kind").asString("")).isEqualTo("FORCED_DOWN");
				});
				left.close();
				fenced.close();
			});
	}

	private static Coordinator join(String id, Map<String, Object> capabilities) {
		Coordinator member = Coordinators.get(URL + "-gone", id);
		member.start();
		member.joinGroupCreate("web", capabilities);
		return member;
	}

	private static JsonNode snapshot(BoardFeed feed) {
		String[] message = new String(feed.next(feed.resume(null)).messages().get(0), StandardCharsets.UTF_8)
			.split("\n");
		return JsonMapper.shared().readTree(message[2].substring("data:".length()));
	}

	private void checkLarge(ServiceGroupAPI api) {
		await().until(() -> api.getAll("web").size() == 1);
		List<Coordinator> others = new ArrayList<>();
		for (int i = 100; i < 250; i++) {
			Coordinator other = Coordinators.get(URL + "-large", "m" + i);
			others.add(other);
			other.start();
			other.joinGroup("web");
		}
		await().until(() -> api.getAll("web").size() == 151);
		api.disable("web", "m240", "its disk fails");
		await().until(() -> api.getAll("web").stream().anyMatch((member) -> member.switches().disabled()));
		BoardFeed feed = feed(api, new EventLog("web", 1 << 20));
		feed.prepare();
		BoardFeed.Update first = feed.next(feed.resume(null));
		assertThat(first.cursor().needsOthers()).isTrue();
		String[] message = new String(first.messages().get(0), StandardCharsets.UTF_8).split("\n");
		assertThat(message[0]).isEqualTo("event:first");
		assertThat(message[1]).as("no id: a browser does not resume from it").startsWith("data:{");
		JsonNode rows = JsonMapper.shared().readTree(message[1].substring("data:".length()));
		assertThat(rows.path("members").size()).isEqualTo(100);
		assertThat(rows.at("/members/0/id").asString()).as("not well").isEqualTo("m240");
		assertThat(rows.at("/members/99/id").asString()).isEqualTo("m198");
		assertThat(rows.at("/facts/counts/up").asInt()).isEqualTo(151);
		BoardFeed.Update second = feed.next(first.cursor());
		assertThat(second.cursor().needsOthers()).isFalse();
		message = new String(second.messages().get(0), StandardCharsets.UTF_8).split("\n");
		assertThat(message[0]).isEqualTo("event:snapshot");
		assertThat(JsonMapper.shared().readTree(message[2].substring("data:".length())).path("members").size())
			.isEqualTo(151);
		assertThat(new String(feed.next(feed.resume("of-another-process")).messages().get(0), StandardCharsets.UTF_8))
			.as("it shows members already")
			.startsWith("event:snapshot\n");
		others.forEach(Coordinator::close);
	}

	@Test
	void membersThatWereThereBeforeAreOneEvent() {
		String url = URL + "-found";
		List<Coordinator> others = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			Coordinator other = Coordinators.get(url, "m" + i);
			others.add(other);
			other.start();
			other.joinGroupCreate("web", null);
		}
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + url, "servicegroup.group=web", "servicegroup.member-id=self",
					"servicegroup.poll-interval=50ms")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				EventLog log = new EventLog("web", 1 << 20);
				EventQueue queue = new EventQueue(api, "web", log, new OperatorActs(api, "web"));
				Replay browser = new Replay(feed(api, log), 1);
				Thread notes = new Thread(queue);
				notes.start();
				api.addListener("web", queue);
				await().untilAsserted(() -> {
					browser.next();
					assertThat(browser.events).anyMatch((event) -> event.get("kind").asString().equals("FOUND"));
				});
				notes.interrupt();
				notes.join();
				browser.next();
				assertThat(browser.events).filteredOn((event) -> event.get("kind").asString().equals("FOUND"))
					.singleElement()
					.satisfies((found) -> {
						assertThat(found.get("count").asInt()).isEqualTo(30);
						assertThat(found.get("members").size()).isEqualTo(BoardEvent.MAX_NAMES);
					});
			});
		others.forEach(Coordinator::close);
	}

	private static BoardFeed feed(ServiceGroupAPI api, EventLog log) {
		return new BoardFeed(
				new StateReader(api, log, new OperatorActs(api, "web"), "web",
						new PageFacts(Map::of, () -> false, List::of)),
				log,
				new OutageWatch(() -> api.getStatus().views().get("web"), log, new OperatorActs(api, "web"))::note);
	}

	private void check(ServiceGroupAPI api) {
		await().until(() -> api.getAll("web").size() == 1);
		EventLog log = new EventLog("web", 1 << 20);
		api.addListener("web", (event) -> log.on(event, null, Map.of()));
		BoardFeed feed = feed(api, log);
		Replay[] browsers = { new Replay(feed, 1), new Replay(feed, 3), new Replay(feed, 40) };
		Map<String, Coordinator> others = new TreeMap<>();
		for (int round = 0; round < 120; round++) {
			change(api, others);
			for (Replay browser : browsers) {
				browser.look();
			}
		}
		Replay fresh = new Replay(feed, 1);
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			fresh.next();
			assertThat(fresh.members.keySet()).containsAll(others.keySet()).hasSize(others.size() + 1);
			for (Replay browser : browsers) {
				browser.next();
				assertThat(browser.members).isEqualTo(fresh.members);
				assertThat(browser.facts).isEqualTo(fresh.facts);
			}
		});
		assertThat(browsers[0].kinds.get("snapshot")).isEqualTo(1);
		assertThat(browsers[0].kinds.get("delta")).isGreaterThan(3);
		others.values().forEach(Coordinator::close);
	}

	private void change(ServiceGroupAPI api, Map<String, Coordinator> others) {
		String id = "m" + this.random.nextInt(10);
		Coordinator other = others.get(id);
		if (other == null) {
			other = Coordinators.get(URL, id);
			other.start();
			other.joinGroup("web");
			others.put(id, other);
			await().until(() -> api.getAll("web").stream().anyMatch((member) -> member.id().equals(id)));
		}
		else if (this.random.nextInt(3) == 0) {
			api.disable("web", id, "reason " + this.random.nextInt());
			api.enable("web", this.random.nextBoolean() ? id : "self");
		}
		else {
			api.enable("web", id);
			other.leaveGroup("web");
			other.close();
			others.remove(id);
		}
	}

	/** A browser that keeps what the page keeps, and looks only now and then. */
	private static final class Replay {

		private final BoardFeed feed;

		private final int slowness;

		private final Map<String, JsonNode> members = new TreeMap<>();

		private final Map<String, JsonNode> facts = new TreeMap<>();

		private final Map<String, Integer> kinds = new HashMap<>();

		private final List<JsonNode> events = new ArrayList<>();

		private BoardFeed.Cursor cursor;

		private int looks;

		Replay(BoardFeed feed, int slowness) {
			this.feed = feed;
			this.slowness = slowness;
			this.cursor = feed.resume(null);
			next();
		}

		void look() {
			if (++this.looks % this.slowness == 0) {
				next();
			}
		}

		void next() {
			BoardFeed.Update update = this.feed.next(this.cursor);
			this.cursor = update.cursor();
			for (byte[] message : update.messages()) {
				List<String> lines = new ArrayList<>(new String(message, StandardCharsets.UTF_8).lines().toList());
				String kind = lines.get(0).substring("event:".length());
				this.kinds.merge(kind, 1, Integer::sum);
				if (!kind.equals("pulse")) {
					take(kind, JsonMapper.shared().readTree(lines.get(2).substring("data:".length())));
				}
			}
		}

		private void take(String kind, JsonNode json) {
			if (kind.equals("snapshot")) {
				this.members.clear();
			}
			json.path("gone").forEach((id) -> this.members.remove(id.asString()));
			json.path("members").forEach((member) -> this.members.put(member.get("id").asString(), member));
			json.path("events").forEach(this.events::add);
			json.path("facts").properties().forEach((fact) -> this.facts.put(fact.getKey(), fact.getValue()));
		}

	}

}
