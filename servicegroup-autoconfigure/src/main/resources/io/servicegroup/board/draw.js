// Draws the lists of members and events.

const FOLD_TIME = 450;
const MAX_VALUE_LENGTH = 300;
const SIGNS = { FOUND: '·', JOINED: '+', LEFT: '−', CHANGED: '~', ELECTED: '★', REVOKED: '☆',
	DISABLED: '×', ENABLED: '✓', FORCED_DOWN: '!' };
const WORDS = {
	FOUND: 'was already a member', JOINED: 'joined', LEFT: 'left', CHANGED: 'changed its capabilities',
	ELECTED: 'was elected leader', REVOKED: 'no longer leads',
	DISABLED: 'was disabled', ENABLED: 'was enabled', FORCED_DOWN: 'was forced down',
};

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });
const members = new Map();
const absent = new Map();
const events = new Map();

export const word = (kind) => WORDS[kind];

export const clock = (instant) => time.format(new Date(instant));

/** Formats a duration: 12 s, 3 min, 5 h, 4 days. */
export function span(millis) {
	const seconds = Math.max(0, Math.floor(millis / 1000));
	if (seconds < 60) {
		return `${seconds} s`;
	}
	if (seconds < 3600) {
		return `${Math.floor(seconds / 60)} min`;
	}
	return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
}

export const ago = (millis) => (millis < 2000 ? 'just now' : `${span(millis)} ago`);

/** Updates every age that is shown. */
export function tick() {
	for (const element of document.querySelectorAll('time.age')) {
		const words = element.words?.() ?? '';
		if (element.textContent !== words) {
			element.textContent = words;
		}
	}
}

function age(element, instant, words) {
	element.words = words;
	if (instant && element.dateTime !== instant) {
		element.dateTime = instant;
		element.title = moment.format(new Date(instant));
	}
}

export function showMembers(shown, leader, now) {
	const list = document.getElementById('members');
	const none = document.getElementById('none');
	document.getElementById('count').textContent = shown?.length ?? '';
	none.hidden = shown?.length > 0;
	none.textContent = shown ? 'This group has no members.' : 'Not read yet.';
	arrange(list, members, shown ?? [], (member) => member.id, 'member');
	for (const member of shown ?? []) {
		fillMember(members.get(member.id), member, member.id === leader?.id, now);
	}
	tick();
}

function fillMember(row, member, leads, now) {
	row.querySelector('.id').textContent = member.id;
	row.querySelector('.self').hidden = !member.self;
	row.querySelector('.leader').hidden = !leads;
	fillSwitches(row, member.switches);
	age(row.querySelector('.age'), member.since, () => presence(member, now() - Date.parse(member.since)));
	const capabilities = JSON.stringify(member.capabilities);
	if (row.capabilities !== capabilities) {
		row.capabilities = capabilities;
		row.querySelector('.capabilities').replaceChildren(...Object.entries(member.capabilities).map(capability));
	}
}

function fillSwitches(row, { disabled, reason }) {
	row.classList.toggle('out', disabled);
	row.querySelector('.disabled').hidden = !disabled;
	row.querySelector('.reason').hidden = !disabled;
	row.querySelector('.reason bdi').textContent = short(reason ?? '');
}

/** Shows those that have switches set and are not among the members. */
export function showAbsent(shown) {
	arrange(document.getElementById('absent'), absent, shown, (member) => member.id, 'missing');
	for (const { id, self, switches } of shown) {
		const row = absent.get(id);
		row.querySelector('.id').textContent = id;
		row.querySelector('.self').hidden = !self;
		row.querySelector('.forced').hidden = !switches.forcedDown;
		row.querySelector('.age').textContent = switches.forcedDown ? 'down for all members' : 'not up';
		fillSwitches(row, switches);
	}
}

/** For a member that was found at the first read, the time is a minimum. */
function presence(member, millis) {
	if (!member.since) {
		return '';
	}
	return member.joined ? `joined ${ago(millis)}` : `here for over ${span(millis)}`;
}

function capability([name, value]) {
	const pair = document.createElement('div');
	pair.append(cell('dt', name), cell('dd', typeof value === 'string' ? value : JSON.stringify(value)));
	return pair;
}

function cell(tag, value) {
	const element = document.createElement(tag);
	const isolated = element.appendChild(document.createElement('bdi'));
	isolated.textContent = short(value);
	return element;
}

export const short = (value) => (value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value);

export function showEvents(shown, now) {
	document.getElementById('quiet').hidden = shown.length > 0;
	arrange(document.getElementById('events'), events, shown, (event) => event.number, 'event');
	for (const event of shown) {
		fillEvent(events.get(event.number), event, now);
	}
	tick();
}

function fillEvent(row, event, now) {
	row.dataset.kind = event.kind;
	row.querySelector('.mark').textContent = SIGNS[event.kind];
	row.querySelector('.id').textContent = event.member;
	row.querySelector('.what').textContent = WORDS[event.kind];
	row.querySelector('.clock').textContent = clock(event.at);
	age(row.querySelector('.age'), event.at, () => ago(now() - Date.parse(event.at)));
}

/** Shows these rows in this order; rows that are removed fold up first. */
function arrange(list, rows, shown, key, template) {
	const keys = new Set(shown.map(key));
	[...rows.keys()].filter((known) => !keys.has(known)).forEach((known) => fold(rows, known));
	let place = list.firstElementChild;
	for (const item of shown) {
		while (place?.inert) {
			place = place.nextElementSibling;
		}
		const row = rows.get(key(item)) ?? clone(template);
		rows.set(key(item), row);
		if (row === place) {
			place = place.nextElementSibling;
		}
		else {
			list.insertBefore(row, place);
		}
	}
}

function clone(template) {
	const row = document.getElementById(template).content.firstElementChild.cloneNode(true);
	row.classList.toggle('new', document.body.classList.contains('settled'));
	return row;
}

function fold(rows, key) {
	const row = rows.get(key);
	rows.delete(key);
	row.inert = true;
	setTimeout(() => row.remove(), FOLD_TIME);
}
