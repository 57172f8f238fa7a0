// Draws what the server sends. Whatever a member says of itself becomes text, never markup.
import { ago, clock, short, showAbsent, showEvents, showMembers, tick, word } from './draw.js';

const RETRY = 1000;
const PATIENCE = 3000;

const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((element) => [element.id, element]));
let state = null;
let pulse = null;
let ahead = 0;
let heard = 0;
let opened = Date.now();
let source = null;

/** The application's time, by the browser's clock. */
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

/** Not left to EventSource, which gives up for good when a proxy answers in its stead. */
function lose() {
	source.close();
	source = null;
	heard = 0;
	drawState();
	setTimeout(open, RETRY);
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
	if (before) {
		announce(sent.events.filter((event) => event.number > (before.events[0]?.number ?? 0)));
	}
	setTimeout(() => document.body.classList.add('settled'));
}

function announce(events) {
	if (events.length > 0 && events.length <= 5) {
		text(page.news, events.map((event) => `${event.member} ${word(event.kind)}`).join(', '));
	}
}

function judge() {
	if (!heard) {
		return pulse ? lost() : ['waiting', 'Asking the application…', ''];
	}
	if (!pulse.asOf) {
		// Every application begins like this, for a moment.
		return [Date.now() - opened < 2000 ? 'waiting' : 'away', 'The group was not read yet',
			'Who is a member is unknown, which is not the same as nobody.'];
	}
	if (pulse.stale) {
		return ['away', 'The backend is away', `The group as of ${clock(pulse.asOf)}, ${since(pulse.asOf)}. `
			+ 'Members may have come or gone since.'];
	}
	if (!pulse.up) {
		return ['down', 'This member is not in', 'The group can be read, but this application does not stand in it.'];
	}
	return switched() ?? ['live', 'All is well', `The list is live. ${leads()}`.trim()];
}

/** What operators have laid down about this member. */
const own = () => [...state?.members ?? [], ...state?.absent ?? []].find((member) => member.self)?.switches;

function switched() {
	if (own()?.forcedDown) {
		return ['down', 'This member is forced down',
			'An operator has it count as down for everybody, whatever it says itself.'];
	}
	return own()?.disabled ? ['out', 'Out of service', `An operator disabled this member: ${short(own().reason)}`] : null;
}

function leads() {
	if (!state?.leader) {
		return '';
	}
	const { elected, id } = state.leader;
	return elected ? `${id ?? 'A member whose name the store does not tell'} leads.` : 'Nobody leads.';
}

function lost() {
	return ['lost', 'The application is away',
		`No word since ${clock(pulse.now)}, ${since(pulse.now)}. Trying again every second.`];
}

function drawState() {
	const [name, headline, sentence] = judge();
	const problem = name === 'away' || name === 'down' ? pulse.problem : null;
	document.body.dataset.state = name;
	text(page.headline, headline);
	text(page.sentence, sentence);
	page.note.classList.toggle('code', Boolean(problem));
	text(page.note, problem ?? undo() ?? rule());
	drawFacts(name === 'lost');
	document.title = title(name, headline);
}

function undo() {
	const action = own()?.forcedDown ? 'release' : own()?.disabled ? 'enable' : null;
	return action && `To take it back, POST {"action": "${action}"} to actuator/servicegroup/…, see the README.`;
}

function rule() {
	return state ? `A member that falls silent is dropped after ${state.timeoutMillis / 1000} s.` : '';
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
	return `${name === 'live' || name === 'out' ? `${state.members.length} up` : headline} · ${state.group}`;
}

/** Touches the document only for a change. */
function text(element, value) {
	if (element.textContent !== value) {
		element.textContent = value;
	}
}

setInterval(() => {
	if (source && Date.now() - Math.max(heard, opened) > PATIENCE) {
		lose();
	}
	drawState();
	tick();
}, 500);

open();
