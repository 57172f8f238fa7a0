// Draws rows of members and events.

const FOLD_TIME = 450;
const MAX_VALUE_LENGTH = 300;
const MAX_EVENTS = 50;
const SIGNS = { FOUND: '·', JOINED: '+', LEFT: '−', DIED: '†', GONE: '−', CHANGED: '~', ELECTED: '★', REVOKED: '☆',
	DISABLED: '×', ENABLED: '✓', FORCED_DOWN: '!', SWITCH_LOST: '?', STALE: '!', FRESH: '✓', STOPPED: '!', STARTED: '✓' };
const WORDS = {
	FOUND: 'was already a member', JOINED: 'joined', LEFT: 'left', DIED: 'died', GONE: 'is gone', CHANGED: 'changed its capabilities',
	ELECTED: 'was elected leader', REVOKED: 'no longer leads', SWITCH_LOST: 'has lost its switch',
	DISABLED: 'was disabled', ENABLED: 'was enabled', FORCED_DOWN: 'was forced down', STALE: 'The backend became unavailable', FRESH: 'The backend is available again',
	STOPPED: 'This application stopped: what happened until its start is not known', STARTED: 'This application started',
};

const GOOD = ['FOUND', 'JOINED', 'LEFT', 'CHANGED', 'ELECTED', 'REVOKED', 'ENABLED', 'FRESH', 'STARTED'];

/** The parameters that name the group that the page shows, if it is not the application's own. */
export const scope = () => new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => name === 'group'));

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });
const events = new Map();

/** Kinds may be added: what is no good news is a trouble. */
export const isTrouble = (kind) => !GOOD.includes(kind);

/** Returns what happened, and why, as far as that is known. */
export function words({ kind, cause, reason, operator, count, members }) {
	if (count) {
		return { what: `${count} members were there already`, why: `${members.map(short).join(', ')}${count > members.length ? ` and ${count - members.length} more` : ''}` };
	}
	const by = operator ? `By ${short(operator)}` : 'By an operator';
	const what = WORDS[kind] ?? kind;
	switch (`${kind} ${cause}`) {
		case 'DISABLED OPERATOR':
			return { what, why: `${by}: ${short(reason ?? '')}` };
		case 'ENABLED OPERATOR':
		case 'FORCED_DOWN OPERATOR':
			return { what, why: by };
		case 'JOINED OPERATOR':
			return { what, why: `${operator ? short(operator) : 'An operator'} cleared that it is forced down` };
		case 'LEFT REGISTRATION':
			return { what, why: 'In order' };
		case 'DIED REGISTRATION':
			return { what, why: 'Its heartbeats ended' };
		case 'GONE REGISTRATION':
			return { what, why: 'It left or died: the store does not say which' };
		default:
			return { what, why: cause === 'STORE_LOSS' ? 'The store lost it; no operator cleared it' : '' };
	}
}

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

export const short = (value) => (value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value);

/** Updates every age that is shown. */
export function tick() {
	for (const element of document.querySelectorAll('time')) {
		text(element, element.words?.() ?? '');
	}
}

function text(element, value) {
	if (element.textContent !== value) {
		element.textContent = value;
	}
}

function age(element, instant, said) {
	element.words = said;
	if (instant && element.dateTime !== instant) {
		element.dateTime = instant;
		element.title = moment.format(new Date(instant));
	}
}

export function fillMember(row, member, facts, now) {
	const leads = member.id === facts.leader?.id;
	if (row.member === member && row.leads === leads && row.writes === facts.acts && row.trouble === member.trouble) {
		return;
	}
	Object.assign(row, { member, leads, writes: facts.acts, trouble: member.trouble });
	fillId(row, member, facts);
	row.querySelector('.leader').hidden = !leads;
	fillHome(row, member);
	fillSwitches(row, member, now);
	text(row.querySelector('.lost'), member.lost ? `The store has lost its switch: ${lostWords(member.lost)}` : member.problem ?? '');
	row.querySelector('.lost').hidden = !member.lost && !member.problem;
	age(row.querySelector('.age'), member.since, () => presence(member, now() - Date.parse(member.since)));
	row.querySelector('.capabilities').replaceChildren(...Object.entries(member.capabilities).map(capability));
}

/** Returns an address of http or https that a capability names, or null. */
export function address(named) {
	try {
		const url = new URL(named);
		return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
	}
	catch {
		return null;
	}
}

/** Returns where a member listens, by the capabilities that Spring Cloud uses. */
function home({ host, port, secure }) {
	const ok = typeof host === 'string' && /^[\w.:-]+$/.test(host) && Number(port) > 0;
	return ok ? address(`http${String(secure) === 'true' ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}/`) : null;
}

/** Returns where a member's actuator is: by an address, or by the capabilities that Spring Boot Admin uses. */
function actuator(capabilities) {
	const named = (name) => capabilities[`management.${name}`] ?? capabilities.management?.[name];
	if (named('url') !== undefined) {
		return address(named('url'));
	}
	const server = home({ ...capabilities, port: named('port') });
	const path = String(named('context-path') ?? '/actuator');
	return server && address(server + path.replace(/^\/+/, ''));
}

function fillHome(row, { id, capabilities }) {
	fillLink(row.querySelector('.home'), home(capabilities), `Open ${id}`);
	fillLink(row.querySelector('.actuator'), actuator(capabilities), `Actuator of ${id}`);
}

function fillLink(link, to, label) {
	link.hidden = !to;
	link.href = to ?? '';
	link.setAttribute('aria-label', label);
}

const lostWords = ({ disabled, reason, forcedDown }) => [disabled && `disabled (${short(reason ?? '')})`, forcedDown && 'forced down']
	.filter(Boolean).join(', ');

function fillId(row, { id, self }, facts) {
	row.dataset.id = id;
	text(row.querySelector('.id'), id);
	row.querySelector('.self').hidden = !self;
	const act = row.querySelector('.act');
	act.hidden = !facts.acts;
	act.setAttribute('aria-label', `Act on ${id}`);
}

function fillSwitches(row, { switches, operator, trouble, left }, now) {
	const disabled = Boolean(switches?.disabled);
	const since = left ?? trouble;
	row.classList.toggle('out', disabled);
	row.querySelector('.disabled').hidden = !disabled;
	const reason = [disabled && short(switches.reason ?? ''), !since && switches && operator && `by ${short(operator)}`].filter(Boolean).join(', ');
	row.querySelector('.reason').hidden = !reason;
	text(row.querySelector('.reason bdi'), reason);
	row.querySelector('.cause').hidden = !since;
	if (since) {
		const { what, why } = words(since);
		const who = since.cause === 'OPERATOR' ? `by ${since.operator ? short(since.operator) : 'an operator'}` : '';
		text(row.querySelector('.cause span'), left && why ? `${why},` : `${what} ${who}`.trim());
		age(row.querySelector('.cause time'), since.at, () => ago(now() - Date.parse(since.at)));
	}
}

/** Fills the head of a part of the list. */
export function fillPart(row, { part, value, members, unwell, closed }) {
	row.dataset.value = value;
	text(row.querySelector('.by'), part);
	text(row.querySelector('.value'), value === '' ? 'none' : short(value));
	text(row.querySelector('.sum'), `${members.length} up`);
	text(row.querySelector('.trouble'), unwell ? `${unwell} not well` : '');
	row.querySelector('button').setAttribute('aria-expanded', !closed);
}

/** Fills the row of one that has switches set or lost, or left lately, and is not among the members. */
export function fillAbsent(row, member, facts, now) {
	fillId(row, member, facts);
	const forcedDown = Boolean(member.switches?.forcedDown);
	row.querySelector('.forced').hidden = !forcedDown;
	row.querySelector('.gone').hidden = !member.left;
	text(row.querySelector('.gone'), member.left ? words(member.left).what : '');
	row.querySelector('.act').hidden = !facts.acts || Boolean(member.left || member.more);
	row.classList.toggle('rest', Boolean(member.more));
	text(row.querySelector('.age'), member.more ? `${member.more} more left lately` : forcedDown ? 'down for all members' : member.left ? '' : 'not up');
	fillSwitches(row, member, now);
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

export function showEvents(all, now) {
	const shown = all.slice(0, MAX_EVENTS);
	document.getElementById('quiet').hidden = shown.length > 0;
	arrange(document.getElementById('events'), events, shown, (event) => event.number, 'event',
		{ leaves: () => false, arrives: () => true });
	for (const event of shown) {
		fillEvent(events.get(event.number), event, now);
	}
	tick();
}

function fillEvent(row, event, now) {
	if (row.event === event) {
		return;
	}
	row.event = event;
	row.dataset.kind = event.kind;
	const { what, why } = words(event);
	text(row.querySelector('.mark'), SIGNS[event.kind] ?? '·');
	text(row.querySelector('.id'), event.member);
	text(row.querySelector('.what'), what);
	row.querySelector('.why').hidden = !why;
	text(row.querySelector('.why'), why);
	text(row.querySelector('.clock'), clock(event.at));
	age(row.querySelector('.age'), event.at, () => ago(now() - Date.parse(event.at)));
}

/** Shows these rows in this order. Rows that leave fold up first; others are removed at once. */
export function arrange(list, rows, shown, key, template, { leaves, arrives }) {
	const keys = new Set(shown.map(key));
	[...rows.keys()].filter((known) => !keys.has(known)).forEach((known) => remove(rows, known, leaves(known)));
	let place = list.firstElementChild;
	for (const item of shown) {
		while (place?.inert) {
			place = place.nextElementSibling;
		}
		const row = rows.get(key(item)) ?? clone(typeof template === 'string' ? template : template(item), arrives(key(item)));
		rows.set(key(item), row);
		if (row === place) {
			place = place.nextElementSibling;
		}
		else {
			const focused = row.contains(document.activeElement) ? document.activeElement : null;
			list.insertBefore(row, place);
			focused?.focus({ preventScroll: true });
		}
	}
}

function clone(template, isNew) {
	const row = document.getElementById(template).content.firstElementChild.cloneNode(true);
	row.classList.toggle('new', isNew && document.body.classList.contains('settled'));
	return row;
}

function remove(rows, key, folds) {
	const row = rows.get(key);
	rows.delete(key);
	if (!folds) {
		row.remove();
		return;
	}
	row.inert = true;
	setTimeout(() => row.remove(), FOLD_TIME);
}
