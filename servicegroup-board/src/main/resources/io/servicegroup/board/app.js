// Keeps the state that the server sends, and draws it. Capabilities of members are shown as text, never as markup.
import { offerActs } from './acts.js';
import { address, scope, showEvents, tick } from './draw.js';
import { MemberList } from './list.js';
import { addPulse, addToLine, loadLine, loseLine } from './timeline.js';
import { counts, judge } from './verdict.js';
import { ago, clock, freeze, MAX_EVENTS, words } from './words.js';

const RETRY_DELAY = 1000;
const STREAM_TIMEOUT = 3000;
const SNAPSHOT_TIMEOUT = 30_000;
/** A stream that ends is mostly back at once. */
const LOST_TIME = 2000;
/** Restarts are shorter, and need no one. */
const ALARM_TIME = 15_000;
const MAX_KNOWN = 1000;
const BUSY_TIME = 3000;
const SPEECH_INTERVAL = 10_000;
const COLORS = { green: '#0b7a5e', amber: '#b07500', red: '#b3261e', unknown: '#5a6762' };

const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((element) => [element.id, element]));
const members = new Map();
/** The last capabilities of members that have left. */
const known = new Map();
let facts = null;
let events = [];
let pulse = null;
let ahead = 0;
let heard = 0;
let lastHeard = 0;
let opened = Date.now();
let source = null;
let last = null;
let complete = false;
let announced = 0;
let shownIcon = '';
let busy = 0;
let alarmed = null;
let asOf = null;
let spoken = { state: '', headline: '', at: 0 };

/** Returns the time by the application's clock. */
const now = () => Date.now() + ahead;

const list = new MemberList({ list: page.members, absent: page.absent, search: page.search, state: page.state, by: page.by, none: page.none,
	count: page.count, now, acts: (member, opener) => offerActs(member, facts, opener) });

function open() {
	source?.close();
	const asked = scope();
	if (last) {
		asked.set('last', last);
	}
	source = new EventSource(`stream?${asked}`);
	opened = Date.now();
	source.addEventListener('first', (event) => takeFirst(JSON.parse(event.data)));
	source.addEventListener('snapshot', (event) => receive(event, takeSnapshot));
	source.addEventListener('delta', (event) => receive(event, takeDelta));
	source.addEventListener('pulse', (event) => {
		pulse = JSON.parse(event.data);
		heard = Date.now();
		lastHeard = heard;
		ahead = Date.parse(pulse.now) - heard;
		addPulse(pulse);
		drawState();
	});
	source.onerror = lose;
}

/** Reconnects. EventSource does not: it stops retrying when a proxy responds with an error. */
function lose() {
	source.close();
	source = null;
	heard = 0;
	drawState();
	loseLine();
	setTimeout(open, RETRY_DELAY);
}

function receive(event, take) {
	last = event.lastEventId;
	take(JSON.parse(event.data));
}

/** Draws the first members of a large group before the others have arrived. */
function takeFirst(sent) {
	if (!complete) {
		begin({ ...sent, facts: { ...sent.facts, partial: true } });
	}
}

function takeSnapshot(sent) {
	complete = true;
	begin(sent);
	addToLine([], lineState());
	loadLine();
}

function begin(sent) {
	const first = !facts;
	members.clear();
	sent.members.forEach((member) => members.set(member.id, member));
	Object.entries(sent.departed ?? {}).forEach(([id, capabilities]) => known.set(id, capabilities));
	facts = sent.facts;
	events = sent.events;
	list.show(members, facts, events, first ? null : new Set(), known);
	drawFacts();
	drawEvents(first ? [] : events);
	announced = events[0]?.number ?? 0;
	setTimeout(() => document.body.classList.add('settled'));
}

function takeDelta(sent) {
	Object.assign(facts, sent.facts);
	sent.gone?.forEach(forget);
	const arrived = new Set();
	sent.members?.forEach((member) => {
		if (!members.has(member.id)) {
			arrived.add(member.id);
		}
		members.set(member.id, member);
	});
	const newer = (sent.events ?? []).filter((event) => event.number > (events[0]?.number ?? 0));
	events = [...newer, ...events].slice(0, MAX_EVENTS);
	if (sent.members || sent.gone || sent.events || sent.facts?.leader !== undefined || sent.facts?.verdict || sent.facts?.counts || sent.facts?.read) {
		list.show(members, facts, events, arrived, known);
	}
	if (sent.facts) {
		drawFacts();
	}
	if (sent.members || sent.gone || sent.events) {
		rest();
	}
	drawEvents(newer, Boolean(sent.facts?.verdict));
	addToLine(newer, lineState());
}

/** Its row, if it has left lately, shows where it ran. */
function forget(id) {
	known.delete(id);
	known.set(id, members.get(id)?.capabilities ?? {});
	if (known.size > MAX_KNOWN) {
		known.delete(known.keys().next().value);
	}
	members.delete(id);
}

/** What the time line needs of the present. */
const lineState = () => ({ now, members, member: facts.member, stale: facts.stale, up: facts.counts.up ?? null, timeout: facts.timeoutMillis });

/** Moves nothing while much happens. */
function rest() {
	document.body.classList.toggle('busy', Date.now() < busy);
	busy = Date.now() + BUSY_TIME;
}

function drawFacts() {
	text(page.group, facts.group);
	text(page.backend, facts.backend);
	text(page.url, facts.url);
	showLinks(facts.links);
	showGroups(facts.groups ?? []);
	drawState();
}

function drawEvents(newer, judged = false) {
	if (newer.length > 0 || judged || !page.events.firstElementChild) {
		showEvents(events, { facts, members, now });
	}
}

/**
 * Speaks of a few changes at a time, or of their number, and not all the time: a screen reader is not flooded. A change of
 * the state is spoken of at once.
 */
function announce() {
	const newer = events.filter((event) => event.number > announced);
	const state = document.body.dataset.state;
	const changed = state !== spoken.state || page.headline.textContent !== spoken.headline;
	if ((newer.length === 0 && !changed) || (state === spoken.state && Date.now() - spoken.at < SPEECH_INTERVAL)) {
		return;
	}
	announced = newer[0]?.number ?? announced;
	const said = newer.length > 3 ? `${newer.length} events` : newer.map((event) => `${event.member} ${words(event).what}`.trim()).join(', ');
	text(page.news, [changed && page.headline.textContent, said].filter(Boolean).join('. '));
	spoken = { state, headline: page.headline.textContent, at: Date.now() };
}

function showLinks(links) {
	const paths = Object.values(links ?? {});
	if (page.links.children.length < paths.length) {
		page.links.hidden = false;
		page.links.replaceChildren('The same as JSON:');
		for (const path of paths) {
			const link = document.createElement('a');
			link.href = path;
			link.textContent = link.pathname;
			page.links.append(' ', link);
		}
	}
}

function showGroups(groups) {
	page.groups.hidden = groups.length < 2;
	if (page.groups.children.length !== groups.length || groups.some(({ id }, at) => page.groups.children[at].dataset.id !== id)) {
		page.groups.replaceChildren(...groups.map(({ id }) => link(id, `?${new URLSearchParams({ group: id })}`)));
	}
	groups.forEach(({ id, up }, at) => {
		const one = page.groups.children[at];
		one.dataset.id = id;
		one.setAttribute('aria-current', id === facts.group ? 'page' : 'false');
		text(one, up === null ? id : `${id} (${up})`);
	});
}

function link(words, href) {
	const made = document.createElement('a');
	made.href = href;
	made.textContent = words;
	return made;
}

/** Names the other members that serve the board, once this application does not. */
function showOthers(lost) {
	const asked = scope();
	asked.set('group', facts?.group ?? '');
	const others = lost ? [...members.values()].filter(({ id }) => id !== facts?.member)
		.map(({ id, capabilities }) => [id, address(capabilities['servicegroup.board'])]).filter(([, to]) => to).slice(0, 5) : [];
	if (page.others.hidden !== (others.length === 0)) {
		page.others.hidden = others.length === 0;
		page.others.replaceChildren('Go on at:', ...others.flatMap(([id, to]) => [' ', link(id, `${to}?${asked}`)]));
	}
}

function drawState() {
	const { name, color, headline, lines, sentence, asOf: time, title } = judge({ facts, pulse, opened, heard: heard || Date.now() - lastHeard < LOST_TIME });
	const problem = name === 'unavailable' || name === 'down' ? facts.problem : null;
	document.body.dataset.state = name;
	document.body.dataset.level = color;
	showAsOf(time, name === 'lost' ? pulse.now : null);
	text(page.headline, headline);
	text(page.sentence, sentence);
	showLines(lines);
	page.note.classList.toggle('code', Boolean(problem));
	text(page.note, problem ?? rule());
	drawHealth(name === 'lost', color);
	showOthers(name === 'lost');
	document.title = facts ? `${title} · ${facts.group}` : 'Service group';
	drawIcon(color);
	alarm(color, headline, [sentence, ...lines].filter(Boolean).join(' '), name === 'lost' && Date.now() - lastHeard < ALARM_TIME);
}

function showLines(lines) {
	page.troubles.hidden = lines.length === 0;
	if (lines.join('\n') !== [...page.troubles.children].map(({ textContent }) => textContent).join('\n')) {
		page.troubles.replaceChildren(...lines.map((line) => {
			const item = document.createElement('li');
			item.textContent = line;
			return item;
		}));
	}
}

/**
 * Shows everything as of a time, without ages, or live again.
 * @param until the last response, if the application does not respond
 */
function showAsOf(time, until) {
	if (time !== asOf) {
		asOf = time;
		freeze(Boolean(time));
		document.body.classList.toggle('frozen', Boolean(time));
		list.freeze(time);
	}
	text(page['events-count'], until ? `until ${clock(until)}` : '');
}

/** Notifies of a turn to red in a page that is not looked at, if the user has granted that. */
function alarm(color, headline, sentence, mayPass) {
	if (mayPass) {
		return;
	}
	if (color === 'red' && alarmed === false && document.hidden && globalThis.Notification?.permission === 'granted') {
		try {
			new Notification(`${facts.group}: ${headline}`, { body: sentence, tag: `servicegroup ${facts.group}` });
		}
		catch {
			// Browsers on phones notify by service workers only.
		}
	}
	alarmed = color === 'red';
}

function drawIcon(color) {
	if (shownIcon !== color) {
		shownIcon = color;
		page.icon.href = page.icon.href.replace(/fill='%23[0-9a-f]{6}'/, `fill='${COLORS[color].replace('#', '%23')}'`);
	}
}

function rule() {
	if (!facts) {
		return '';
	}
	const { migration } = facts;
	const moving = migration ? ` Migration from ${migration.from}: ${migration.onlyInSource.length} members are in the source only.` : '';
	return `A member that sends no heartbeat for ${facts.timeoutMillis / 1000} s is removed.${moving}`;
}

/** Returns the switches that operators have set on this member. */
const own = () => members.get(facts?.member)?.switches;

function drawHealth(lost, color) {
	const health = !pulse || lost ? 'Unknown' : !pulse.up || own()?.forcedDown ? 'Down'
		: own()?.disabled ? 'Out of service' : 'Up';
	text(page['health-of'], facts ? `Health of ${facts.member}` : 'Health');
	text(page['heartbeat-of'], facts ? `Heartbeat of ${facts.member}` : 'Heartbeat');
	text(page.health, health);
	page.health.dataset.level = health === 'Up' ? '' : color;
	const heartbeat = pulse?.heartbeat;
	text(page.heartbeat, !heartbeat ? 'None yet' : lost ? `at ${clock(heartbeat)}` : ago(now() - Date.parse(heartbeat)));
	text(page.counts, facts?.read ? counts(facts, asOf) : '–');
}

/** Changes the document only if the text differs. */
function text(element, value) {
	if (element.textContent !== value) {
		element.textContent = value;
	}
}

setInterval(() => {
	if (source && Date.now() - Math.max(heard, opened) > (heard && complete ? STREAM_TIMEOUT : SNAPSHOT_TIMEOUT)) {
		lose();
	}
	drawState();
	tick();
}, 500);
setInterval(announce, 2000);
page.notify.hidden = globalThis.Notification?.permission !== 'default';
page.notify.addEventListener('click', async () => {
	await Notification.requestPermission();
	page.notify.hidden = Notification.permission !== 'default';
});

open();
