// Draws the plots of the time line on canvases.

const AXIS = 18;
const LANE = 18;
const CHIP = 7;
const TICK = 3;
const FEW = 40;
const STEPS = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600].map((seconds) => 1000 * seconds);
const LEVELS = { red: 2, amber: 1, good: 0, plain: 0 };
const COLORS = { red: '--danger', amber: '--gold', good: '--accent', plain: '--soft' };
const ticks = [{ hour: '2-digit', minute: '2-digit', second: '2-digit' }, { hour: '2-digit', minute: '2-digit' }]
	.map((parts) => new Intl.DateTimeFormat('en-GB', parts));

/** The events that are marked, the most severe first: what the legend calls them, how severe they are, and their sign. */
export const MARKS = {
	STALE: { name: 'backend unavailable', level: 'red', sign: '!' },
	DIED: { name: 'died', level: 'amber', sign: '†' },
	FORCED_DOWN: { name: 'forced down', level: 'amber', sign: '!' },
	SWITCH_LOST: { name: 'switch lost', level: 'amber', sign: '?' },
	GONE: { name: 'left or died', level: 'amber', sign: '−' },
	DISABLED: { name: 'disabled', level: 'amber', sign: '×' },
	REVOKED: { name: 'no longer leads', level: 'plain' },
	ELECTED: { name: 'elected leader', level: 'plain' },
	STOPPED: { name: 'this application stopped', level: 'plain' },
	LEFT: { name: 'left', level: 'plain' },
	STARTED: { name: 'this application started', level: 'good' },
	FRESH: { name: 'backend available again', level: 'good' },
	ENABLED: { name: 'enabled', level: 'good' },
	JOINED: { name: 'joined', level: 'good' },
};
const ORDER = Object.keys(MARKS);
const UNMARKED = ['FOUND', 'CHANGED', 'BEGIN'];

/** Returns how an event is marked, or undefined. Kinds may be added: they are marked as well. */
export const markOf = (kind) => MARKS[kind] ?? (UNMARKED.includes(kind) ? undefined : { name: kind.toLowerCase().replaceAll('_', ' '), level: 'amber', sign: '·' });

/** Returns whether an event is neither good nor to be expected. */
export const isAlarm = (kind) => LEVELS[markOf(kind)?.level] > 0;

/** Returns the time below a point of a plot. */
export const timeAt = (canvas, x, [from, to]) => Math.round(from + (to - from) * Math.min(1, Math.max(0, x / canvas.clientWidth)));

function prepare(canvas) {
	const scale = devicePixelRatio || 1;
	const [width, height] = [canvas.clientWidth, canvas.clientHeight];
	const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
	if (canvas.width !== wide || canvas.height !== high) {
		[canvas.width, canvas.height] = [wide, high];
	}
	const context = canvas.getContext('2d');
	context.setTransform(scale, 0, 0, scale, 0, 0);
	context.clearRect(0, 0, width, height);
	const style = getComputedStyle(canvas);
	context.font = `11px ${style.fontFamily}`;
	return { context, width, height, color: (name) => style.getPropertyValue(name).trim() };
}

/** Returns the times in which the number of members changed: the loaded columns, and what came since. */
function changes({ line, steps }) {
	const step = (line.to - line.from) / line.columns;
	const all = line.changes.map(({ at, min, max, last }) => ({ from: line.from + at * step, to: line.from + (at + 1) * step, min, max, last }));
	let [last, at] = [all.at(-1)?.last ?? line.first, line.to];
	for (const one of steps) {
		at = Math.max(at, one.at);
		all.push({ from: at, to: at, min: Math.min(last, one.up), max: Math.max(last, one.up), last: one.up });
		last = one.up;
	}
	return all;
}

/** Returns the marks of a time, in its order: the kind, the number of events, and when they were. */
export function marksBetween({ line, marks, from, to }) {
	const step = (line.to - line.from) / line.columns;
	const loaded = line.changes.flatMap(({ at, kinds, counts }) => kinds.map((kind) => ({ at: line.from + at * step, kind, count: counts?.[kind] ?? 1 })));
	return [...loaded, ...marks].filter(({ at, kind }) => at >= from - step && at <= to && markOf(kind)).sort((a, b) => a.at - b.at);
}

/** Returns the times of which nothing is known. */
export function unknownBetween({ line, marks, from, to, known }) {
	const step = (line.to - line.from) / line.columns;
	const all = (line.unknown ?? []).map(([begin, end]) => [line.from + begin * step, line.from + end * step]);
	let since = line.unknownSince ? Date.parse(line.unknownSince) : null;
	for (const { at, kind } of marks) {
		if (kind === 'STALE') {
			since ??= at;
		}
		else if (kind === 'FRESH' && since !== null) {
			all.push([since, at]);
			since = null;
		}
	}
	const last = Math.min(known, since ?? known);
	if (last < to) {
		all.push([last, to]);
	}
	return all.map(([begin, end]) => [Math.max(begin, from), Math.min(end, to)]).filter(([begin, end]) => begin < end);
}

/** Puts marks that would overlap together. The most severe of them is the one that is seen. */
export function clusters(marks, x) {
	const found = { chips: [], ticks: [] };
	for (const { at, kind, count } of marks) {
		const [all, near] = isAlarm(kind) ? [found.chips, 2 * CHIP + 2] : [found.ticks, TICK + 1];
		let cluster = all.at(-1);
		if (!cluster || x(at) - cluster.x >= near) {
			cluster = { x: x(at), kind, count: 0 };
			all.push(cluster);
		}
		cluster.count += count;
		cluster.kind = rank(kind) < rank(cluster.kind) ? kind : cluster.kind;
	}
	return found;
}

/** Kinds that are not known come after those that are as severe. */
const rank = (kind) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.indexOf('GONE') + 0.5);

/** Draws how many members were up, and returns the lowest and highest number, and the numbers of events. */
export function drawMembers(canvas, { line, steps, marks, from, to, known, chosen }) {
	const { context, width, height, color } = prepare(canvas);
	const all = changes({ line, steps });
	const before = all.findLast((one) => one.to < from)?.last ?? line.first;
	const shown = all.filter((one) => one.to >= from && one.from <= to);
	const levels = [before, ...shown.flatMap(({ min, max }) => [min, max])];
	const [low, high] = [Math.min(...levels), Math.max(...levels)];
	const floor = height - AXIS - LANE;
	// One of few is drawn as what it is; one of many would not be seen.
	const base = high <= FEW ? 0 : Math.max(0, Math.floor(low - Math.max(1, (high - low) * 0.25)));
	const x = (time) => width * (Math.min(to, Math.max(from, time)) - from) / Math.max(1, to - from);
	const y = (count) => Math.round(floor - 1 - (floor - 19) * (count - base) / Math.max(1, high - base));
	let [left, last] = [0, before];
	const lines = [];
	// Whole pixels: there are no seams.
	const level = (right) => {
		context.fillStyle = color('--plot');
		context.fillRect(left, y(last), right - left, floor - y(last));
		lines.push([left, y(last) - 1, right - left, 2]);
		left = right;
	};
	for (const one of shown) {
		level(Math.round(x(one.from)));
		const begin = left;
		last = one.last;
		level(Math.max(Math.round(x(one.to)), left));
		lines.push([Math.min(begin, width - 2), y(one.max) - 1, Math.max(left - begin, 2), y(one.min) - y(one.max) + 2]);
	}
	level(Math.max(left, Math.round(x(Math.min(to, known)))));
	context.fillStyle = color('--accent');
	lines.forEach((rectangle) => context.fillRect(...rectangle));
	const seen = marksBetween({ line, marks, from, to });
	const unknown = unknownBetween({ line, marks, from, to, known });
	drawUnknown(context, { unknown, x, height: floor, color });
	drawMarks(context, { found: clusters(seen, x), top: floor, width, color });
	axis(context, { from, to, x, width, height, color });
	label(context, String(high), 11, color);
	if (base > 0) {
		label(context, String(base), floor - 2, color);
	}
	moment(context, { chosen, from, to, x, height: height - AXIS, color });
	const kinds = new Map();
	seen.forEach(({ kind, count }) => kinds.set(kind, (kinds.get(kind) ?? 0) + count));
	return { low, high, kinds, unknown: unknown.length > 0 };
}

/** Hatches what is not known: no line goes through it. */
function drawUnknown(context, { unknown, x, height, color }) {
	for (const [from, to] of unknown) {
		const left = Math.round(x(from));
		const wide = Math.max(2, Math.round(x(to)) - left);
		context.save();
		context.beginPath();
		context.rect(left, 0, wide, height);
		context.clip();
		context.clearRect(left, 0, wide, height);
		context.strokeStyle = color('--soft');
		context.globalAlpha = 0.5;
		context.beginPath();
		for (let at = left - left % 8 - height; at < left + wide; at += 8) {
			context.moveTo(at, height);
			context.lineTo(at + height, 0);
		}
		context.stroke();
		context.restore();
	}
}

/** Alarms have a sign, or their number if there are several; all others have a tick, behind them. */
function drawMarks(context, { found, top, width, color }) {
	const middle = top + LANE / 2 + 1;
	for (const { x, kind } of found.ticks) {
		context.fillStyle = color(COLORS[markOf(kind).level]);
		context.fillRect(Math.min(width - TICK, x), middle - 4, TICK, 8);
	}
	context.save();
	context.font = `bold ${context.font}`;
	context.textAlign = 'center';
	for (const { x, kind, count } of found.chips) {
		const { level, sign } = markOf(kind);
		const words = count > 99 ? '99+' : count > 1 ? String(count) : sign;
		const half = Math.max(CHIP, context.measureText(words).width / 2 + 3);
		const at = Math.min(width - half - 1, Math.max(half + 1, x));
		for (const [name, more] of [['--card', 1], [COLORS[level], 0]]) {
			context.fillStyle = color(name);
			context.beginPath();
			context.roundRect(at - half - more, middle - CHIP - more, 2 * (half + more), 2 * (CHIP + more), level === 'red' ? CHIP + more : 2);
			context.fill();
		}
		context.fillStyle = color('--card');
		context.fillText(words, at, middle + 4);
	}
	context.restore();
}

/** Draws how old heartbeats were, up to the timeout, and returns the oldest and which of these were seen. */
export function drawAges(canvas, { ages, from, to, known, chosen, timeout }) {
	const { context, width, height, color } = prepare(canvas);
	const shown = ages.filter(({ at, step }) => at + step >= from && at <= to);
	const oldest = shown.length > 0 ? Math.max(...shown.map(({ age }) => age)) : null;
	const top = Math.max(timeout, 1);
	const x = (time) => width * (Math.min(to, Math.max(from, time)) - from) / Math.max(1, to - from);
	const y = (millis) => Math.round(height - 1 - (height - 15) * Math.min(1.1, millis / top));
	const levels = new Set();
	shown.forEach(({ at, step, age }, index) => {
		const level = age >= timeout ? 'red' : age > timeout / 2 ? 'amber' : 'good';
		levels.add(level);
		const left = Math.round(x(at));
		// The last one lasts until now; what came since begins within the last step that was loaded.
		const last = to - at < 2 * step ? to : at + step;
		const end = index === shown.length - 1 ? last : Math.min(at + step, shown[index + 1].at);
		const wide = Math.max(1, Math.round(x(Math.min(end, known))) - left);
		context.fillStyle = color(level === 'good' ? '--plot' : COLORS[level]);
		context.fillRect(left, y(age), wide, height - y(age));
		context.fillStyle = color(COLORS[level]);
		context.fillRect(left, y(age) - 1, wide, 2);
	});
	const unknown = known < to ? [[Math.max(from, known), to]] : [];
	drawUnknown(context, { unknown, x, height, color });
	context.strokeStyle = color('--soft');
	context.setLineDash([3, 3]);
	context.beginPath();
	context.moveTo(0, y(timeout) - 0.5);
	context.lineTo(width, y(timeout) - 0.5);
	context.stroke();
	context.setLineDash([]);
	label(context, `${timeout / 1000} s: timeout`, y(timeout) - 4, color);
	moment(context, { chosen, from, to, x, height, color });
	return { oldest, levels };
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
