// The time line: how many members were up, how old heartbeats were, what happened, and who was up at a moment.
import { scope } from './draw.js';
import { drawAges, drawMembers, isAlarm, MARKS, markOf, timeAt } from './plot.js';
import { clock, words } from './words.js';

const MIN_INTERVAL = 250;
const CALM_INTERVAL = 1000;
const RELOAD_INTERVAL = 300_000;
const HOUR = 3_600_000;
const AGE_STEP = 2000;
const MAX_AGES = 2000;
const PULSE_TIMEOUT = 3000;
const MAX_NAMES = 60;
const MAX_TAIL = 2000;
/** Events that come together, but happened in a longer time, are loaded: only the number of members after them is known. */
const MAX_SPAN = 10_000;
const AGES = { good: 'below half of the timeout', amber: 'over half of it', red: 'over the timeout: the group may have lost it' };
const page = (id) => document.getElementById(id);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** What was loaded, and what came since: the numbers of members, and the events. */
let line = null;
let steps = [];
let marks = [];
let ages = [];
/** The hour that is shown, or null for the whole line. */
let hour = null;
let chosen = null;
let answered = null;
let sent = { now: Date.now, up: null, members: new Map(), member: '', stale: false, timeout: 0 };
/** What the application said last, and when; whether the stream is open. */
let pulse = null;
let heard = 0;
let live = false;
let loaded = 0;
let loading = false;
let again = false;
let drawing = 0;
let drawn = 0;

/** Loads the line again: what the page knows of it may have a gap, or be of another process. */
export function loadLine() {
	steps = [];
	marks = [];
	load();
}

/** Adds what has just happened, so that the line is not loaded for each event. */
export function addToLine(newer, state) {
	const turned = state.stale !== sent.stale;
	sent = state;
	const fell = addStep(newer);
	marks.push(...newer.map(({ number, kind, at, count }) => ({ number, kind, at: Date.parse(at), count: count ?? 1 })).reverse());
	const span = newer.length > 1 ? Date.parse(newer[0].at) - Date.parse(newer.at(-1).at) : 0;
	if (Date.now() - loaded > RELOAD_INTERVAL || marks.length > MAX_TAIL || span > MAX_SPAN) {
		load();
	}
	if (answered && newer.length > 0) {
		answer(answered);
	}
	if (turned || fell || newer.some(({ kind }) => isAlarm(kind))) {
		drawSoon(MIN_INTERVAL);
	}
	else if (newer.length > 0) {
		drawSoon(CALM_INTERVAL);
	}
}

/** Adds the number of members if it has changed, and returns whether it fell. It may be known before its event is. */
function addStep(newer) {
	const last = steps.at(-1);
	const before = last?.up ?? line?.changes.at(-1)?.last ?? line?.first;
	if (newer.length > 0 && last?.early) {
		last.early = false;
		last.number = newer[0].number;
		last.at = Math.min(last.at, Date.parse(newer[0].at));
	}
	if (sent.up === null || sent.up === before) {
		return false;
	}
	const early = newer.length === 0;
	steps.push({ at: early ? sent.now() : Date.parse(newer[0].at), up: sent.up, early, number: newer[0]?.number ?? Infinity });
	return sent.up < before;
}

/** Notes that the application is there, and how old its last heartbeat is: the maximum of each two seconds. */
export function addPulse(newest) {
	const returns = !isLive();
	[pulse, heard, live] = [newest, Date.now(), true];
	const time = Date.parse(pulse.now);
	if (pulse.heartbeat) {
		const age = Math.max(0, time - Date.parse(pulse.heartbeat));
		const at = Math.floor(time / AGE_STEP) * AGE_STEP;
		const last = ages.at(-1);
		if (last?.at === at && last.step === AGE_STEP) {
			last.age = Math.max(last.age, age);
		}
		else {
			ages.push({ at, step: AGE_STEP, age });
			ages.splice(0, ages.length - MAX_AGES);
		}
	}
	if (returns) {
		drawSoon(MIN_INTERVAL);
	}
}

/** Notes that the application is unavailable: nothing is known from now on. */
export function loseLine() {
	live = false;
	drawSoon(MIN_INTERVAL);
}

async function load() {
	if (loading) {
		again = true;
		return;
	}
	loading = true;
	again = false;
	const shown = hour;
	try {
		const asked = scope();
		if (shown) {
			asked.set('from', new Date(shown).toISOString());
			asked.set('to', new Date(shown + HOUR).toISOString());
		}
		const response = await fetch(`timeline?${asked}`, { cache: 'no-store' });
		const json = response.ok ? await response.json() : null;
		if (json?.from) {
			take(json);
		}
		page('line').hidden = !line;
	}
	catch {
		// Loaded again when the stream is back.
	}
	finally {
		loading = false;
	}
	if (shown !== hour || again) {
		load();
	}
}

function take(json) {
	loaded = Date.now();
	line = { ...json, from: Date.parse(json.from), to: Date.parse(json.to), known: Date.parse(json.knownFrom) };
	marks = marks.filter(({ number }) => number > line.lastEvent);
	steps = steps.filter(({ number }) => number > line.lastEvent && number !== Infinity);
	if (hour === null && steps.length === 0 && sent.up !== null && sent.up !== (line.changes.at(-1)?.last ?? line.first)) {
		// Its event is not there yet.
		steps.push({ at: line.to, up: sent.up, early: true, number: Infinity });
	}
	const { from, stepMillis: step, ages: stored } = json.heartbeats;
	const begin = Date.parse(from);
	const end = begin + stored.length * step;
	ages = [...stored.map((age, index) => ({ at: begin + index * step, step, age })).filter(({ age }) => age !== null),
		...ages.filter(({ at }) => at >= end)];
	draw();
}

/** Draws at once, but not all the time. */
function drawSoon(interval) {
	const due = Math.max(0, drawn + interval - Date.now());
	if (!drawing || due < drawing.due - Date.now()) {
		clearTimeout(drawing.timer);
		drawing = { due: Date.now() + due, timer: setTimeout(draw, due) };
	}
}

/** Returns the time that is shown. The whole line and the last hour grow. */
function range() {
	const now = Math.max(line.to, sent.now());
	return hour ? [hour, Math.min(hour + HOUR, now)] : [line.from, now];
}

/** A computer that slept has not noticed yet that the stream ended. */
const isLive = () => live && Date.now() - heard < PULSE_TIMEOUT;

/** Returns until when the application has answered. */
const answeredUntil = () => (pulse && !isLive() ? Date.parse(pulse.now) : Infinity);

/** Returns until when the group is known. */
const known = () => (pulse && sent.stale ? Date.parse(pulse.asOf) : answeredUntil());

function draw() {
	clearTimeout(drawing.timer);
	drawing = 0;
	if (!line || document.hidden) {
		return;
	}
	drawn = Date.now();
	const [from, to] = range();
	const { low, high, kinds, unknown } = drawMembers(page('plot'), { line, steps, marks, from, to, known: known(), chosen });
	const { oldest, levels } = drawAges(page('ages'), { ages, from, to, known: answeredUntil(), chosen, timeout: sent.timeout });
	text('range', low === high ? `${low}` : `${low} to ${high}`);
	text('oldest', oldest === null ? 'none yet' : `up to ${(oldest / 1000).toFixed(1)} s`);
	text('whose', sent.member);
	text('line-title', hour ? `An hour from ${day.format(hour)}` : to - from > 23.9 * HOUR ? 'Last day' : `History since ${day.format(from)}`);
	text('zone', `Times in ${zone}.${hour ? ` Known since ${day.format(line.known)}.` : ''}`);
	const said = drawLegend(kinds, unknown);
	page('plot').setAttribute('aria-label', `Members up from ${when.format(from)} to ${when.format(to)}: ${page('range').textContent}.${said && ` Marks: ${said}.`}`);
	page('ages').setAttribute('aria-label', `Age of the last heartbeat of ${sent.member}: ${page('oldest').textContent}, timeout ${sent.timeout / 1000} s`);
	for (const entry of page('ages-legend').children) {
		entry.hidden = !levels.has(entry.dataset.level);
	}
	page('zoom').parentElement.hidden = !hour && sent.now() - line.known <= HOUR;
	page('earlier').disabled = !hour || hour <= line.known;
	page('later').disabled = !hour || hour + HOUR >= sent.now();
	if (chosen !== null && chosen >= from && chosen <= to) {
		page('moment').value = Math.round(1000 * (chosen - from) / (to - from));
	}
	else if (chosen === null) {
		page('moment').value = 1000;
	}
}

/** Shows the marks that are seen, and returns them in words. */
function drawLegend(kinds, unknown) {
	const seen = [...Object.keys(MARKS).filter((kind) => kinds.has(kind)), ...[...kinds.keys()].filter((kind) => !MARKS[kind])];
	const entries = [...seen.map((kind) => [kind, kinds.get(kind) > 1 ? `${markOf(kind).name} ×${kinds.get(kind)}` : markOf(kind).name]), ...(unknown ? [['UNKNOWN', 'not known']] : [])];
	const said = entries.map(([, name]) => name).join(', ');
	if (page('legend').said !== said) {
		page('legend').said = said;
		page('legend').replaceChildren(...entries.map(([kind, name]) => {
			const entry = document.createElement('li');
			entry.dataset.mark = kind;
			const { level, sign } = kind === 'UNKNOWN' ? { level: 'unknown' } : markOf(kind);
			entry.dataset.level = level;
			const mark = entry.appendChild(document.createElement('span'));
			mark.setAttribute('aria-hidden', 'true');
			mark.textContent = sign ?? '';
			entry.append(name);
			return entry;
		}));
	}
	return said;
}

/** Lets the line grow, as soon as one sees it. */
function grow() {
	if (isLive() && Date.now() - loaded > RELOAD_INTERVAL && !document.hidden) {
		load();
	}
	if (line && !drawing && !document.hidden && (!hour || hour + HOUR >= sent.now())) {
		const [from, to] = range();
		const pixels = page('plot').clientWidth * (Date.now() - drawn) / Math.max(1, to - from);
		if (pixels >= 1) {
			draw();
		}
	}
}

function text(id, value) {
	if (page(id).textContent !== value) {
		page(id).textContent = value;
	}
}

/** Shows who was up at a moment. */
async function ask(time) {
	chosen = time;
	page('moment').setAttribute('aria-valuetext', when.format(time));
	draw();
	try {
		const response = await fetch(`up-at?${new URLSearchParams([...scope(), ['time', new Date(time).toISOString()]])}`, { cache: 'no-store' });
		const then = await response.json();
		if (chosen === time) {
			answered = { time, ...then };
			answer(answered);
		}
	}
	catch {
		answered = null;
		page('then').hidden = false;
		text('then-title', 'The application is unavailable: who was up is not known.');
		page('then').querySelectorAll('[data-of]').forEach((list) => fill(list.dataset.of, []));
	}
}

function answer({ time, up, lastKnown, wereUp, notUp = [], notUpMore = 0, disabled = [], disabledMore = 0 }) {
	page('then').hidden = false;
	text('then-title', up ? `At ${when.format(time)}, ${count(up)}` : `Who was up at ${when.format(time)} is not known${
		lastKnown ? `: the backend was unavailable. At ${when.format(new Date(lastKnown))}, ${count(wereUp)}` : ''}`);
	const then = new Set(up ?? []);
	const current = [...sent.members.values()].filter((member) => member.up).map(({ id }) => id);
	fill('down', notUp, because, notUpMore);
	fill('disabled', disabled, because, disabledMore);
	fill('gone', (up ?? []).filter((id) => !sent.members.get(id)?.up));
	fill('come', up ? current.filter((id) => !then.has(id)) : []);
	fill('then', up ?? wereUp ?? []);
}

const count = (up) => `${up.length} ${up.length === 1 ? 'was' : 'were'} up`;

function fill(name, all, make = item, more = 0) {
	const list = page('then').querySelector(`[data-of="${name}"]`);
	const left = Math.max(0, all.length - MAX_NAMES) + more;
	list.closest('div').hidden = all.length === 0;
	list.replaceChildren(...all.slice(0, MAX_NAMES).map(make), ...(left > 0 ? [item(`and ${left} more`, true)] : []));
}

function item(name, plain) {
	const element = document.createElement('li');
	element.classList.toggle('more', plain === true);
	element.appendChild(document.createElement('bdi')).textContent = name;
	return element;
}

/** Says since when, why and by whom a member was not in service. */
function because(event) {
	const element = item(event.member);
	element.dataset.level = markOf(event.kind)?.level;
	const at = `at ${clock(event.at)}`;
	const { what, why } = event.cause === 'PRESENT' && event.kind === 'FORCED_DOWN' ? { what: 'was forced down already', why: '' }
		: event.kind === 'STOPPED' ? { what: 'was up when this application stopped', why: '' }
		: event.kind === 'FOUND' || event.kind === 'JOINED' ? { what: 'was disabled already', why: event.reason ?? '' } : words(event);
	element.append(` ${what} ${at}${why && `. ${why}`}`);
	return element;
}

function show(start) {
	hour = start;
	page('zoom').setAttribute('aria-pressed', hour !== null);
	load();
}

const fit = (start) => Math.max(line.known, Math.min(start, sent.now() - HOUR));

page('plot').addEventListener('click', (event) => line && ask(timeAt(page('plot'), event.offsetX, range())));
page('moment').addEventListener('input', ({ target }) => {
	if (line) {
		const [from, to] = range();
		ask(Math.round(from + (to - from) * target.value / 1000));
	}
});
page('zoom').addEventListener('click', () => line && show(hour === null ? fit((chosen ?? sent.now()) - HOUR / 2) : null));
page('earlier').addEventListener('click', () => show(fit(hour - HOUR / 2)));
page('later').addEventListener('click', () => show(fit(hour + HOUR / 2)));
page('now').addEventListener('click', () => {
	chosen = null;
	answered = null;
	page('then').hidden = true;
	page('moment').removeAttribute('aria-valuetext');
	draw();
	page('moment').focus();
});
for (const [level, name] of Object.entries(AGES)) {
	const entry = document.createElement('li');
	entry.dataset.level = level;
	entry.hidden = true;
	entry.append(document.createElement('span'), name);
	page('ages-legend').append(entry);
}
new ResizeObserver(() => line && draw()).observe(page('plot'));
for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
	matchMedia(query).addEventListener('change', () => line && draw());
}
document.addEventListener('visibilitychange', () => line && draw());
setInterval(grow, 2 * CALM_INTERVAL);
