// The time line: how many members were up, how old heartbeats were, what happened, and who was up at a moment.
import { scope } from './draw.js';
import { drawAges, drawMembers, timeAt } from './plot.js';

const MIN_INTERVAL = 2000;
const RELOAD_INTERVAL = 300_000;
const HOUR = 3_600_000;
const AGE_STEP = 10_000;
const MAX_NAMES = 60;
const MAX_TAIL = 2000;
const MARKS = { DIED: 'died', GONE: 'left or died', LEFT: 'left', FORCED_DOWN: 'forced down', DISABLED: 'disabled', ELECTED: 'elected', STALE: 'backend unavailable' };
const page = (id) => document.getElementById(id);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** What was loaded, and what came since. */
let line = null;
let tail = [];
let ages = [];
/** The hour that is shown, or null for the whole line. */
let hour = null;
let chosen = null;
let answered = null;
let sent = { now: Date.now, up: 0, members: new Map(), timeout: 0 };
let loaded = 0;
let loading = false;
let drawing = 0;

/** Loads the line again: what the page knows of it may have a gap. */
export function loadLine() {
	loaded = 0;
	load();
}

/** Adds what has just happened, so that the line is not loaded for each event. */
export function addToLine(newer, state) {
	sent = state;
	if (newer.length > 0) {
		tail.push({ at: Date.parse(newer[0].at), up: state.up, kinds: newer.map(({ kind }) => kind) });
	}
	if (Date.now() - loaded > RELOAD_INTERVAL || tail.length > MAX_TAIL) {
		load();
	}
	if (answered && newer.length > 0) {
		answer(answered);
	}
	drawSoon();
}

/** Notes how old this member's last heartbeat is: the maximum of each ten seconds. */
export function addHeartbeat(millis, time) {
	const at = Math.floor(time / AGE_STEP) * AGE_STEP;
	const last = ages.at(-1);
	if (last?.at === at && last.step === AGE_STEP) {
		last.age = Math.max(last.age, millis);
	}
	else {
		ages.push({ at, step: AGE_STEP, age: millis });
		drawSoon();
	}
}

async function load() {
	if (loading) {
		return;
	}
	loading = true;
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
	if (shown !== hour) {
		load();
	}
}

function take(json) {
	loaded = Date.now();
	line = { ...json, from: Date.parse(json.from), to: Date.parse(json.to), known: Date.parse(json.knownFrom) };
	tail = tail.filter(({ at }) => at > line.to);
	const { from, stepMillis: step, ages: stored } = json.heartbeats;
	const begin = Date.parse(from);
	const end = begin + stored.length * step;
	ages = [...stored.map((age, index) => ({ at: begin + index * step, step, age })).filter(({ age }) => age !== null),
		...ages.filter(({ at }) => at >= end)];
	draw();
}

function drawSoon() {
	drawing ||= setTimeout(draw, MIN_INTERVAL);
}

/** Returns the time that is shown. The whole line and the last hour grow. */
function range() {
	const now = Math.max(line.to, sent.now());
	return hour ? [hour, Math.min(hour + HOUR, now)] : [line.from, now];
}

function draw() {
	clearTimeout(drawing);
	drawing = 0;
	if (!line || document.hidden) {
		return;
	}
	const [from, to] = range();
	const { low, high, kinds } = drawMembers(page('plot'), { line, tail, from, to, chosen });
	const oldest = drawAges(page('ages'), { ages, from, to, chosen, timeout: sent.timeout });
	text('range', low === high ? `${low}` : `${low} to ${high}`);
	text('oldest', oldest === null ? '' : `up to ${(oldest / 1000).toFixed(1)} s`);
	text('line-title', hour ? `An hour from ${day.format(hour)}` : to - from > 23.9 * HOUR ? 'Last day' : `Since ${day.format(from)}`);
	text('zone', `Times in ${zone}.${hour ? ` Known since ${day.format(line.known)}.` : ''}`);
	page('plot').setAttribute('aria-label', `Members up from ${when.format(from)} to ${when.format(to)}: ${page('range').textContent}`);
	page('ages').setAttribute('aria-label', `Age of this member’s heartbeat: ${page('oldest').textContent}`);
	for (const mark of page('legend').children) {
		mark.hidden = !kinds.has(mark.dataset.mark);
	}
	page('earlier').disabled = !hour || hour <= line.known;
	page('later').disabled = !hour || hour + HOUR >= sent.now();
	if (chosen !== null && chosen >= from && chosen <= to) {
		page('moment').value = Math.round(1000 * (chosen - from) / (to - from));
	}
	else if (chosen === null) {
		page('moment').value = 1000;
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
	let then = null;
	try {
		then = await (await fetch(`up-at?${new URLSearchParams([...scope(), ['time', new Date(time).toISOString()]])}`, { cache: 'no-store' })).json();
	}
	catch {
		text('then-title', 'The application is unavailable.');
		return;
	}
	if (chosen === time) {
		answered = { time, ...then };
		answer(answered);
	}
}

function answer({ time, up, lastKnown, wereUp }) {
	page('then').hidden = false;
	text('then-title', up ? `At ${when.format(time)}, ${count(up)}` : `Who was up at ${when.format(time)} is not known${
		lastKnown ? `: the backend was unavailable. At ${when.format(new Date(lastKnown))}, ${count(wereUp)}` : ''}`);
	const then = new Set(up ?? []);
	const current = [...sent.members.values()].filter((member) => member.up).map(({ id }) => id);
	const since = { then: up ?? wereUp ?? [], gone: (up ?? []).filter((id) => !sent.members.get(id)?.up), come: up ? current.filter((id) => !then.has(id)) : [] };
	for (const [name, ids] of Object.entries(since)) {
		const list = page('then').querySelector(`[data-of="${name}"]`);
		list.closest('div').hidden = ids.length === 0;
		list.replaceChildren(...ids.slice(0, MAX_NAMES).map(item), ...(ids.length > MAX_NAMES ? [item(`and ${ids.length - MAX_NAMES} more`, true)] : []));
	}
}

const count = (up) => `${up.length} ${up.length === 1 ? 'was' : 'were'} up`;

function item(name, plain) {
	const element = document.createElement('li');
	element.classList.toggle('more', plain === true);
	element.appendChild(document.createElement('bdi')).textContent = name;
	return element;
}

function show(start) {
	hour = start;
	page('zoom').setAttribute('aria-pressed', hour !== null);
	loaded = 0;
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
for (const [kind, name] of Object.entries(MARKS)) {
	const mark = document.createElement('li');
	mark.dataset.mark = kind;
	mark.hidden = true;
	mark.textContent = name;
	page('legend').append(mark);
}
new ResizeObserver(() => line && draw()).observe(page('plot'));
for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
	matchMedia(query).addEventListener('change', () => line && draw());
}
document.addEventListener('visibilitychange', () => line && draw());
