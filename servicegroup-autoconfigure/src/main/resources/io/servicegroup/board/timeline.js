// The time line of a day: how many members were up, what happened, and who was up at a moment.
import { scope } from './draw.js';

const MIN_INTERVAL = 5000;
const MAX_NAMES = 30;
const page = (id) => document.getElementById(id);
const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'medium' });
const SHORT = { weekday: 'short', hour: '2-digit', minute: '2-digit' };
const begin = new Intl.DateTimeFormat('en-GB', SHORT);
const end = new Intl.DateTimeFormat('en-GB', { ...SHORT, timeZoneName: 'short' });
const MARKS = { DIED: '--danger', FORCED_DOWN: '--danger', SWITCH_LOST: '--danger', STALE: '--danger', GONE: '--gold', DISABLED: '--gold',
	REVOKED: '--gold', ELECTED: '--accent', LEFT: '--accent' };
let line = null;
let asked = 0;
let later = 0;

/** Draws the line soon: at once, but not more often than every few seconds. */
export function drawLine() {
	later ||= setTimeout(load, Math.max(0, asked + MIN_INTERVAL - Date.now()));
}

async function load() {
	later = 0;
	asked = Date.now();
	try {
		const response = await fetch(`timeline?${scope()}`, { cache: 'no-store' });
		line = response.ok ? await response.json() : null;
	}
	catch {
		return;
	}
	page('line').hidden = !line?.from;
	if (line?.from) {
		draw();
	}
}

/** Returns the number of members up, the lowest and the highest, for each column. */
function columns() {
	const all = [];
	let [last, next] = [line.first, 0];
	for (let at = 0; at < line.columns; at++) {
		const change = line.changes[next]?.at === at ? line.changes[next++] : null;
		all.push(change ?? { min: last, max: last, last, kinds: [] });
		last = change?.last ?? last;
	}
	return all;
}

function draw() {
	const canvas = page('plot');
	const scale = devicePixelRatio || 1;
	const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
	[canvas.width, canvas.height] = [width, height];
	const context = canvas.getContext('2d');
	const style = getComputedStyle(document.documentElement);
	const color = (name) => style.getPropertyValue(name);
	const all = columns();
	const [low, high] = [Math.min(...all.map(({ min }) => min)), Math.max(...all.map(({ max }) => max))];
	const marks = 8 * scale;
	const y = (count) => height - marks - 2 * scale - (height - marks - 6 * scale) * (high > low ? (count - low) / (high - low) : 0.5);
	const step = width / all.length;
	context.fillStyle = color('--accent');
	const unknown = (at) => line.unknown?.some(([from, to]) => from < at && at < to);
	all.forEach(({ min, max, last, kinds }, at) => {
		const top = y(Math.max(max, last));
		if (!unknown(at)) {
			context.fillRect(at * step, top, Math.ceil(step), Math.max(2 * scale, y(min) - top));
		}
		const mark = Object.keys(MARKS).find((kind) => kinds.includes(kind));
		if (mark) {
			context.fillStyle = color(MARKS[mark]);
			context.fillRect(at * step, height - marks, Math.max(2 * scale, step), marks);
			context.fillStyle = color('--accent');
		}
	});
	page('begin').textContent = begin.format(new Date(line.from));
	page('end').textContent = end.format(new Date(line.to));
	page('range').textContent = low === high ? `${low} up` : `${low} to ${high} up`;
	canvas.setAttribute('aria-label', `Members up since ${when.format(new Date(line.from))}: ${page('range').textContent}`);
}

function names(up) {
	const more = up.length > MAX_NAMES ? ` and ${up.length - MAX_NAMES} more` : '';
	return `${up.length} ${up.length === 1 ? 'was' : 'were'} up: ${up.slice(0, MAX_NAMES).join(', ')}${more}`;
}

async function ask(part) {
	const [from, to] = [Date.parse(line.from), Date.parse(line.to)];
	const time = new Date(from + (to - from) * part);
	const output = page('then');
	page('moment').setAttribute('aria-valuetext', when.format(time));
	try {
		const { up, lastKnown, wereUp } = await (await fetch(`up-at?${new URLSearchParams([...scope(), ['time', time.toISOString()]])}`, { cache: 'no-store' })).json();
		output.textContent = up ? `At ${when.format(time)}, ${names(up)}`
			: `Who was up at ${when.format(time)} is not known.${lastKnown ? ` The backend was unavailable. At ${when.format(new Date(lastKnown))}, ${names(wereUp)}` : ''}`;
	}
	catch {
		output.textContent = 'The application is unavailable.';
	}
}

page('plot').addEventListener('click', (event) => {
	const part = event.offsetX / page('plot').clientWidth;
	page('moment').value = Math.round(1000 * part);
	ask(part);
});
page('moment').addEventListener('change', ({ target }) => ask(target.value / 1000));
addEventListener('resize', () => line?.from && draw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => line?.from && draw());
setInterval(() => document.hidden || drawLine(), 60_000);
