// Draws rows of members and events.
import { clock, isFrozen, levelOf, short, since, span, when, words } from './words.js';

export { ago, clock, short, span, words } from './words.js';

const FOLD_TIME = 450;
const SHOWN_EVENTS = 50;
const SIGNS = { FOUND: '·', JOINED: '+', LEFT: '−', DIED: '†', GONE: '−', CHANGED: '~', ELECTED: '★', REVOKED: '☆',
	DISABLED: '×', ENABLED: '✓', FORCED_DOWN: '!', SWITCH_LOST: '?', STALE: '!', FRESH: '✓', STOPPED: '!', STARTED: '✓' };
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });
const events = new Map();

/** The parameters that name the group that the page shows, if it is not the application's own. */
export const scope = () => new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => name === 'group'));

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
	const frozen = isFrozen();
	if (row.member === member && row.leads === leads && row.writes === facts.acts && row.trouble === member.trouble && row.frozen === frozen) {
		return;
	}
	Object.assign(row, { member, leads, writes: facts.acts, trouble: member.trouble, frozen });
	fillId(row, member, facts);
	row.dataset.look = frozen ? 'unknown' : member.switches?.disabled ? 'out' : 'up';
	row.dataset.level = member.lost?.forcedDown ? 'red' : member.lost || member.switches ? 'amber' : '';
	row.querySelector('.leader').hidden = !leads;
	text(row.querySelector('.leader b'), frozen ? 'was leader' : 'leader');
	fillHome(row, member);
	fillSwitches(row, member, now);
	text(row.querySelector('.lost'), member.lost ? `The store has lost its switch: ${lostWords(member.lost)}` : member.problem ?? '');
	row.querySelector('.lost').hidden = !member.lost && !member.problem;
	age(row.querySelector('.age'), member.since, () => presence(member, now));
	fillCapabilities(row, member);
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
	const event = left ?? trouble;
	row.querySelector('.disabled').hidden = !disabled;
	row.querySelector('.reason').hidden = !disabled;
	text(row.querySelector('.reason bdi'), disabled ? short(switches.reason?.trim() || 'no reason given') : '');
	row.querySelector('.cause').hidden = !event;
	if (event) {
		const { what, why } = words(event);
		const name = operator ?? event.operator;
		const who = event.cause === 'OPERATOR' ? `by ${name ? short(name) : 'an operator'}` : '';
		text(row.querySelector('.cause span'), left && why ? `${why},` : `${what} ${who}`.trim());
		age(row.querySelector('.cause time'), event.at, () => since(event.at, now));
	}
}

function fillCapabilities(row, { capabilities }) {
	row.querySelector('.capabilities').replaceChildren(...Object.entries(capabilities).map(capability));
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
export function fillAbsent(row, member, page) {
	const { facts, now } = page;
	fillId(row, member, facts);
	const forcedDown = Boolean(member.switches?.forcedDown);
	row.dataset.look = member.left?.kind === 'LEFT' ? 'left' : 'down';
	row.dataset.level = member.left ? levelOf(member.left, page) : member.lost?.forcedDown ? 'red' : 'amber';
	row.querySelector('.forced').hidden = !forcedDown;
	row.querySelector('.gone').hidden = !member.left;
	text(row.querySelector('.gone'), member.left ? words(member.left).what : '');
	row.querySelector('.act').hidden = !facts.acts || Boolean(member.left || member.more);
	row.classList.toggle('rest', Boolean(member.more));
	text(row.querySelector('.age'), member.more ? `${member.more} more died or left lately` : member.left ? '' : isFrozen() ? 'was not up' : forcedDown ? 'down for all members' : 'not up');
	fillSwitches(row, member, now);
	if (row.capabilities !== member.capabilities) {
		row.capabilities = member.capabilities;
		fillCapabilities(row, member);
	}
}

/** For a member that was found at the first read, the time is a minimum. */
function presence(member, now) {
	if (!member.since) {
		return '';
	}
	return member.joined ? `joined ${when(member.since, now)}`
		: isFrozen() ? `here since before ${clock(member.since)}` : `here for over ${span(now() - Date.parse(member.since))}`;
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

/** Shows the latest events; the page is its facts, its members and its clock. */
export function showEvents(all, page) {
	const shown = all.slice(0, SHOWN_EVENTS);
	document.getElementById('quiet').hidden = shown.length > 0;
	arrange(document.getElementById('events'), events, shown, (event) => event.number, 'event', { leaves: () => false, arrives: () => true });
	for (const event of shown) {
		fillEvent(events.get(event.number), event, page);
	}
	tick();
}

function fillEvent(row, event, page) {
	row.dataset.level = levelOf(event, page);
	if (row.number === event.number && row.count === event.count) {
		return;
	}
	Object.assign(row, { number: event.number, count: event.count });
	const { what, why } = words(event);
	text(row.querySelector('.mark'), SIGNS[event.kind] ?? '·');
	text(row.querySelector('.id'), event.member);
	text(row.querySelector('.what'), what);
	row.querySelector('.why').hidden = !why;
	text(row.querySelector('.why'), why);
	text(row.querySelector('.clock'), clock(event.at));
	age(row.querySelector('.age'), event.at, () => (isFrozen() ? '' : when(event.at, page.now)));
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
