// Draws the plots of the time line on canvases.

const AXIS = 18;
const MARK = 8;
const STEPS = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600].map((seconds) => 1000 * seconds);
const COLORS = { DIED: '--danger', FORCED_DOWN: '--danger', SWITCH_LOST: '--danger', STALE: '--danger', GONE: '--gold', DISABLED: '--soft', ELECTED: '--accent', LEFT: '--soft' };
const ticks = [{ hour: '2-digit', minute: '2-digit', second: '2-digit' }, { hour: '2-digit', minute: '2-digit' }]
	.map((parts) => new Intl.DateTimeFormat('en-GB', parts));

/** Returns the time below a point of a plot. */
export const timeAt = (canvas, x, [from, to]) => Math.round(from + (to - from) * Math.min(1, Math.max(0, x / canvas.clientWidth)));

function prepare(canvas) {
	const scale = devicePixelRatio || 1;
	const [width, height] = [canvas.clientWidth, canvas.clientHeight];
	[canvas.width, canvas.height] = [width * scale, height * scale];
	const context = canvas.getContext('2d');
	context.scale(scale, scale);
	const style = getComputedStyle(document.documentElement);
	context.font = `11px ${getComputedStyle(canvas).fontFamily}`;
	return { context, width, height, color: (name) => style.getPropertyValue(name).trim() };
}

/** Returns what was up in which time: the loaded columns, and what came since. */
function pieces({ line, tail }) {
	const all = [];
	const step = (line.to - line.from) / line.columns;
	let [last, next, stale] = [line.first, 0, false];
	const unknown = (index) => line.unknown?.some(([from, to]) => from < index && index < to);
	for (let index = 0; index < line.columns; index++) {
		const change = line.changes[next]?.at === index ? line.changes[next++] : null;
		const kinds = change?.kinds ?? [];
		stale = kinds.includes('STALE') && !kinds.includes('FRESH') ? true : kinds.includes('FRESH') ? false : stale;
		all.push({ from: line.from + index * step, to: line.from + (index + 1) * step, min: change?.min ?? last, max: change?.max ?? last,
			last: change?.last ?? last, kinds, stale: stale || kinds.includes('STALE'), unknown: unknown(index) });
		last = change?.last ?? last;
	}
	let at = line.to;
	for (const point of [...tail, { at: Infinity, up: null, kinds: [] }]) {
		all.push({ from: at, to: point.at, min: last, max: last, last, kinds: [], stale });
		if (point.up !== null) {
			stale = point.kinds.includes('STALE') ? true : point.kinds.includes('FRESH') ? false : stale;
			all.push({ from: point.at, to: point.at, min: Math.min(last, point.up), max: Math.max(last, point.up), last: point.up, kinds: point.kinds, stale });
			last = point.up;
		}
		at = point.at;
	}
	return all;
}

/** Draws how many members were up, and returns the lowest and highest number and the kinds of events. */
export function drawMembers(canvas, { line, tail, from, to, chosen }) {
	const { context, width, height, color } = prepare(canvas);
	const all = pieces({ line, tail }).filter((piece) => piece.to >= from && piece.from <= to);
	const [low, high] = [Math.min(...all.map(({ min }) => min)), Math.max(...all.map(({ max }) => max))];
	const kinds = new Set(all.flatMap((piece) => piece.kinds));
	const floor = height - AXIS - MARK - 4;
	const base = Math.max(0, low - Math.max(1, (high - low) * 0.25));
	const x = (time) => width * (Math.min(to, Math.max(from, time)) - from) / Math.max(1, to - from);
	const y = (count) => Math.round(floor - (floor - 18) * (count - base) / Math.max(1, high - base));
	for (const piece of all) {
		// Whole pixels: there are no seams.
		const left = Math.round(x(piece.from));
		const wide = Math.round(x(piece.to)) - left;
		if (piece.stale || piece.unknown) {
			context.fillStyle = color('--danger-line');
			context.fillRect(left, 0, Math.max(wide, 1), floor);
		}
		if (!piece.unknown) {
			context.fillStyle = color('--plot');
			context.fillRect(left, y(piece.last), wide, floor - y(piece.last));
		}
	}
	for (const piece of all.filter((one) => !one.unknown)) {
		const left = Math.round(x(piece.from));
		context.fillStyle = color('--accent');
		context.fillRect(Math.min(left, width - 2), y(piece.max) - 1, Math.max(Math.round(x(piece.to)) - left, 2), y(piece.min) - y(piece.max) + 2);
	}
	for (const piece of all) {
		const mark = Object.keys(COLORS).find((kind) => piece.kinds.includes(kind));
		if (mark) {
			context.fillStyle = color(COLORS[mark]);
			context.fillRect(Math.min(width - 3, x(piece.from)), floor + 3, 3, MARK);
		}
	}
	axis(context, { from, to, x, width, height, color });
	label(context, String(high), 11, color);
	moment(context, { chosen, from, to, x, height: height - AXIS, color });
	return { low, high, kinds };
}

/** Draws how old heartbeats were, and returns the oldest. */
export function drawAges(canvas, { ages, from, to, chosen, timeout }) {
	const { context, width, height, color } = prepare(canvas);
	const shown = ages.filter(({ at, step }) => at + step >= from && at <= to);
	const oldest = shown.length > 0 ? Math.max(...shown.map(({ age }) => age)) : null;
	const top = Math.max(timeout, oldest ?? 0, 1) * 1.1;
	const x = (time) => width * (Math.min(to, Math.max(from, time)) - from) / Math.max(1, to - from);
	const y = (millis) => height - (height - 2) * millis / top;
	for (const { at, step, age } of shown) {
		context.fillStyle = color(age >= timeout ? '--danger' : age > timeout / 2 ? '--gold' : '--accent');
		context.fillRect(Math.round(x(at)), Math.min(y(age), height - 2), Math.max(1, Math.round(x(at + step)) - Math.round(x(at))), height);
	}
	context.strokeStyle = color('--soft');
	context.setLineDash([3, 3]);
	context.beginPath();
	context.moveTo(0, y(timeout));
	context.lineTo(width, y(timeout));
	context.stroke();
	context.setLineDash([]);
	label(context, `timeout ${timeout / 1000} s`, y(timeout) + (y(timeout) + 12 > height ? -4 : 12), color);
	moment(context, { chosen, from, to, x, height, color });
	return oldest;
}

function label(context, words, y, color) {
	context.fillStyle = color('--card');
	context.fillRect(0, y - 10, context.measureText(words).width + 6, 13);
	context.fillStyle = color('--soft');
	context.textAlign = 'left';
	context.fillText(words, 0, y);
}

function axis(context, { from, to, x, width, height, color }) {
	const step = STEPS.find((each) => (to - from) / each <= Math.max(2, width / 90)) ?? STEPS.at(-1);
	const offset = new Date(from).getTimezoneOffset() * 60_000;
	context.fillStyle = color('--soft');
	context.textAlign = 'center';
	for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) {
		const words = ticks[step < 60_000 ? 0 : 1].format(at);
		const half = context.measureText(words).width / 2;
		if (x(at) >= half && x(at) <= width - half) {
			context.fillRect(x(at) - 0.5, height - AXIS + 1, 1, 3);
			context.fillText(words, x(at), height - 3);
		}
	}
}

function moment(context, { chosen, from, to, x, height, color }) {
	if (chosen !== null && chosen >= from && chosen <= to) {
		context.fillStyle = color('--text');
		context.fillRect(Math.max(0, x(chosen) - 1), 0, 2, height);
	}
}
