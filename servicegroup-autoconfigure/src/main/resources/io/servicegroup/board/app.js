// Draws the state that the server sends. Capabilities of members are shown as text, never as markup.
import { ago, clock, short, showAbsent, showEvents, showMembers, tick, word } from './draw.js';

const RETRY_DELAY = 1000;
const STREAM_TIMEOUT = 3000;

const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((element) => [element.id, element]));
let state = null;
let pulse = null;
let ahead = 0;
let heard = 0;
let opened = Date.now();
let source = null;

/** Returns the time by the application's clock. */
const now = () => Date.now() + ahead;
const since = (instant) => ago(now() - Date.parse(instant));

function open() {
	source?.close();
	source = new EventSource('stream');
	opened = Date.now();
	source.addEventListener('group', (event) => drawGroup(JSON.parse(event.data)));
	source.addEventListener('pulse', (event) => {
		pulse = JSON.parse(event.data);
		heard = Date.now();
		ahead = Date.parse(pulse.now) - heard;
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
	setTimeout(open, RETRY_DELAY);
}

function drawGroup(sent) {
	const before = state;
	state = sent;
	text(page.group, sent.group);
	text(page.backend, sent.backend);
	text(page.url, sent.url);
	showMembers(sent.members, sent.leader, now);
	showAbsent(sent.absent);
	showEvents(sent.events, now);
	showLinks(sent.links);
	if (before) {
		announce(sent.events.filter((event) => event.number > (before.events[0]?.number ?? 0)));
	}
	setTimeout(() => document.body.classList.add('settled'));
}

function showLinks(links) {
	const paths = Object.values(links);
	if (page.links.children.length < paths.length) {
		page.links.hidden = false;
		for (const path of paths) {
			const link = document.createElement('a');
			link.href = path;
			link.textContent = link.pathname;
			page.links.append(' ', link);
		}
	}
}

function announce(events) {
	if (events.length > 0 && events.length <= 5) {
		text(page.news, events.map((event) => `${event.member} ${word(event.kind)}`).join(', '));
	}
}

function judge() {
	if (!heard) {
		return pulse ? lost() : ['waiting', 'Connecting to the application…', ''];
	}
	if (!pulse.asOf) {
		// Normal for a moment after the start of the application.
		return [Date.now() - opened < 2000 ? 'waiting' : 'unavailable', 'The group has not been read yet',
			'Its members are unknown. This does not mean that it is empty.'];
	}
	if (pulse.stale) {
		return ['unavailable', 'The backend is unavailable', `The group as of ${clock(pulse.asOf)}, ${since(pulse.asOf)}. `
			+ 'Members may have joined or left since.'];
	}
	if (!pulse.up) {
		return ['down', 'Not a member', 'The group can be read, but this application is not a member of it.'];
	}
	return switched() ?? ['live', 'All is well', `The list is live. ${leads()}`.trim()];
}

/** Returns the switches that operators have set on this member. */
const own = () => [...state?.members ?? [], ...state?.absent ?? []].find((member) => member.self)?.switches;

function switched() {
	if (own()?.forcedDown) {
		return ['down', 'This member is forced down',
			'All members see it as down, even while it sends heartbeats.'];
	}
	return own()?.disabled ? ['out', 'Out of service', `An operator disabled this member: ${short(own().reason)}`] : null;
}

function leads() {
	if (!state?.leader) {
		return '';
	}
	const { elected, id } = state.leader;
	return elected ? `${id ?? 'A member with an unknown id'} leads.` : 'No leader is elected.';
}

function lost() {
	return ['lost', 'The application is unavailable',
		`Last response at ${clock(pulse.now)}, ${since(pulse.now)}. Retrying every second.`];
}

function drawState() {
	const [name, headline, sentence] = judge();
	const problem = name === 'unavailable' || name === 'down' ? pulse.problem : null;
	document.body.dataset.state = name;
	text(page.headline, headline);
	text(page.sentence, sentence);
	page.note.classList.toggle('code', Boolean(problem));
	text(page.note, problem ?? undo() ?? rule());
	drawFacts(name === 'lost');
	document.title = title(name, headline);
}

function undo() {
	const action = own()?.forcedDown ? 'clear-forced-down' : own()?.disabled ? 'enable' : null;
	return action && `To revert this, POST {"action": "${action}"} to the endpoint servicegroup, see the README.`;
}

function rule() {
	return state ? `A member that sends no heartbeat for ${state.timeoutMillis / 1000} s is removed.` : '';
}

function drawFacts(lost) {
	const health = !pulse || lost ? 'Unknown' : !pulse.up || own()?.forcedDown ? 'Down'
		: own()?.disabled ? 'Out of service' : 'Up';
	text(page.health, health);
	page.health.dataset.up = health === 'Up';
	text(page.heartbeat, pulse?.heartbeat ? since(pulse.heartbeat) : 'None yet');
}

function title(name, headline) {
	if (!state) {
		return 'Service group';
	}
	const counts = state.members && (name === 'live' || name === 'out');
	return `${counts ? `${state.members.length} up` : headline} · ${state.group}`;
}

/** Changes the document only if the text differs. */
function text(element, value) {
	if (element.textContent !== value) {
		element.textContent = value;
	}
}

setInterval(() => {
	if (source && Date.now() - Math.max(heard, opened) > STREAM_TIMEOUT) {
		lose();
	}
	drawState();
	tick();
}, 500);

open();
