// The list of members. Only the rows in view, and some beside them, are in the document.
import { arrange, fillAbsent, fillMember, fillPart, tick } from './draw.js';
import { clock, isTrouble, LATELY } from './words.js';

const MARGIN = 600;
const GUESS = 76;
const MAX_ABSENT = 100;
const NEW_TIME = 2500;
const MAX_LEFT = 3;
const MAX_NAMES = 20;
const TROUBLES = ['DISABLED', 'FORCED_DOWN', 'SWITCH_LOST'];
const NONE = {};
const numeric = new Intl.Collator('en', { numeric: true }).compare;

const normal = (text) => text.toLocaleLowerCase();
const flat = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const isDisabled = (member) => Boolean(member.switches?.disabled);
/** A switch that the store has lost is as much of a trouble as one that is set. */
const isUnwell = (member) => Boolean(member.switches || member.lost || member.problem || (member.left && isTrouble(member.left.kind)));

const wants = {
	all: () => true,
	unwell: isUnwell,
	disabled: isDisabled,
	'forced-down': (member) => Boolean(member.switches?.forcedDown || member.lost?.forcedDown),
	left: (member) => Boolean(member.left),
	'in-service': (member) => member.up && !isDisabled(member),
};

/** Notes the event since which a member is not well, if it is among the latest. */
function noteTroubles(members, events) {
	const latest = new Map();
	for (const event of events) {
		if (TROUBLES.includes(event.kind) && !latest.has(event.member)) {
			latest.set(event.member, event);
		}
	}
	for (const member of members.values()) {
		const { id, switches, lost, switchedAt: at } = member;
		if (switches || lost) {
			member.act ??= at && switches && { kind: switches.forcedDown ? 'FORCED_DOWN' : 'DISABLED', cause: 'OPERATOR', at };
			member.trouble = latest.get(id) ?? member.act;
		}
	}
}

/** Returns the members that left lately and are not back, the latest first, as rows of the list, with what they had last. */
function leftLately(members, events, time, known) {
	const left = new Map();
	for (const event of events) {
		if (Date.parse(event.at) < time - LATELY) {
			break;
		}
		// Kinds may be added: whatever takes a member away, its latest event says why.
		if (event.member && !members.has(event.member) && !left.has(event.member)) {
			left.set(event.member, { id: event.member, up: false, capabilities: known.get(event.member) ?? NONE, left: event });
		}
	}
	return [...left.values()];
}

/** Returns whether a member has all words of a search: parts of its id or values, or name=value. */
function matches(member, words) {
	member.searched ??= normal([member.id, member.switches?.reason ?? '',
		...Object.entries(member.capabilities).map(([name, value]) => ` ${name}=${flat(value)} `)].join(' '));
	return words.every((word) => (/^[^=]+=[^=]+$/.test(word) ? member.searched.includes(` ${word} `) : member.searched.includes(word)));
}

/** Of a row: members and heads of parts may have the same name. */
const key = (item) => (item.part ? `part  ${item.value}` : `member${item.id}`);

/** Returns the height of a row: while it unfolds, the one that it will have. */
const fullHeight = (row) => row.offsetHeight - row.firstElementChild.offsetHeight + row.firstElementChild.scrollHeight;

/** Tells assistive technology the place of a row, as the others are not in the document. */
function place(row, index, all) {
	for (const [name, value] of [['aria-posinset', index], ['aria-setsize', all]]) {
		if (row.getAttribute(name) !== String(value)) {
			row.setAttribute(name, value);
		}
	}
}

export class MemberList {

	#parts;
	#rows = new Map();
	#absent = new Map();
	#heights = new Map();
	#fresh = new Set();
	#shown = [];
	#members = new Map();
	#events = [];
	#facts = null;
	#known = new Map();
	#asOf = null;
	#drawing = false;
	#closed = new Set();

	constructor(parts) {
		this.#parts = parts;
		const again = () => this.#draw();
		addEventListener('scroll', again, { passive: true });
		addEventListener('resize', () => {
			this.#heights.clear();
			this.#draw();
		});
		parts.search.addEventListener('input', () => this.#select());
		parts.state.addEventListener('change', () => this.#select());
		parts.by.addEventListener('change', () => {
			this.#closed.clear();
			this.#select();
		});
		for (const list of [parts.list, parts.absent]) {
			list.addEventListener('click', ({ target }) => (target.closest('.part') ? this.#fold(target.closest('.part').dataset.value)
				: this.#act(target.closest('button.act'))));
		}
	}

	/**
	 * Shows these members; those that arrived are marked for a moment.
	 * @param known the last capabilities of members that have left
	 */
	show(members, facts, events, arrived, known) {
		this.#known = known;
		this.#members = members;
		this.#events = events;
		noteTroubles(members, events);
		this.#facts = facts;
		arrived?.forEach((id) => {
			this.#fresh.add(id);
			setTimeout(() => this.#fresh.delete(id), NEW_TIME);
		});
		this.#offerParts();
		this.#select();
	}

	/** Shows the list as of a time, or live again. */
	freeze(asOf) {
		this.#asOf = asOf;
		if (this.#facts) {
			this.#select();
		}
	}

	/** Offers the names of capabilities to group by. */
	#offerParts() {
		const { by } = this.#parts;
		const names = new Set();
		for (const { capabilities } of this.#members.values()) {
			for (const name in capabilities) {
				if (names.size < MAX_NAMES) {
					names.add(name);
				}
			}
		}
		if (by.value) {
			names.add(by.value);
		}
		const all = ['', ...[...names].sort(numeric)];
		if (all.join('\n') !== [...by.options].map(({ value }) => value).join('\n')) {
			const chosen = by.value;
			by.replaceChildren(...all.map((name) => new Option(name ? `By ${name}` : 'Ungrouped', name, false, name === chosen)));
		}
		by.hidden = names.size === 0;
	}

	#fold(value) {
		if (!this.#closed.delete(value)) {
			this.#closed.add(value);
		}
		this.#select();
	}

	#act(button) {
		const member = button && this.#members.get(button.closest('li').dataset.id);
		if (member) {
			this.#parts.acts(member, button);
		}
	}

	#select() {
		const words = normal(this.#parts.search.value).split(/\s+/).filter(Boolean);
		const wanted = wants[this.#parts.state.value];
		// A member that has not arrived yet has not left.
		const left = this.#facts?.read && !this.#facts.partial ? leftLately(this.#members, this.#events, this.#parts.now(), this.#known) : [];
		const found = [...this.#members.values(), ...left].filter((member) => wanted(member) && matches(member, words));
		const up = found.filter((member) => member.up);
		const rank = (member) => (isUnwell(member) ? 0 : 1);
		up.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
		this.#shown = this.#parts.by.value ? this.#inParts(up, this.#parts.by.value) : up;
		const switched = found.filter((member) => !member.up && !member.left).slice(0, MAX_ABSENT);
		const all = this.#parts.state.value === 'left';
		const gone = found.filter((member) => member.left && (all || isUnwell(member)));
		const most = all ? MAX_ABSENT : MAX_LEFT;
		const more = gone.length > most ? [{ id: '', up: false, capabilities: NONE, more: gone.length - most }] : [];
		this.#drawAbsent([...switched, ...gone.slice(0, most), ...more]);
		this.#drawCount(up.length, switched.length + gone.length);
		this.#draw();
	}

	/** Puts a head before the members of each value of a capability. Parts in which a member is not well come first. */
	#inParts(up, name) {
		const parts = new Map();
		for (const member of up) {
			const value = member.capabilities[name] === undefined ? '' : flat(member.capabilities[name]);
			const part = parts.get(value) ?? { part: name, value, members: [], unwell: 0 };
			parts.set(value, part);
			part.members.push(member);
			part.unwell += isUnwell(member) ? 1 : 0;
		}
		return [...parts.values()]
			.sort((a, b) => Number(b.unwell > 0) - Number(a.unwell > 0) || Number(a.value === '') - Number(b.value === '') || numeric(a.value, b.value))
			.flatMap((part) => [{ ...part, closed: this.#closed.has(part.value) }, ...(this.#closed.has(part.value) ? [] : part.members)]);
	}

	#drawCount(up, absent) {
		const { count, none } = this.#parts;
		const { read, partial, counts } = this.#facts ?? {};
		const all = counts?.up ?? 0;
		const some = partial || up === all ? all : `${up} of ${all}`;
		count.textContent = !read ? '' : this.#asOf ? `${some} ${all === 1 ? 'was' : 'were'} up at ${clock(this.#asOf)}` : some;
		none.hidden = up + absent > 0;
		none.textContent = !read || partial ? 'Not read yet.' : all > 0 ? 'No member matches.' : 'This group has no members.';
	}

	#drawAbsent(absent) {
		arrange(this.#parts.absent, this.#absent, absent, (member) => member.id, 'missing',
			{ leaves: (id) => !this.#members.has(id) || this.#members.get(id).up, arrives: () => true });
		const page = { facts: this.#facts, members: this.#members, now: this.#parts.now };
		absent.forEach((member) => fillAbsent(this.#absent.get(member.id), member, page));
	}

	#draw() {
		if (!this.#drawing) {
			this.#drawing = true;
			requestAnimationFrame(() => {
				this.#drawing = false;
				this.#drawWindow();
			});
		}
	}

	#drawWindow() {
		const { list, now } = this.#parts;
		const [first, end, above, below] = this.#window();
		const shown = this.#shown.slice(first, end);
		arrange(list, this.#rows, shown, key, (item) => (item.part ? 'part' : 'member'),
			{ leaves: (known) => known.startsWith('member') && !this.#members.get(known.slice(6))?.up, arrives: (known) => this.#fresh.has(known.slice(6)) });
		shown.forEach((item, index) => {
			const row = this.#rows.get(key(item));
			if (item.part) {
				fillPart(row, item);
			}
			else {
				fillMember(row, item, this.#facts, now);
			}
			place(row, first + index + 1, this.#shown.length);
		});
		list.style.paddingTop = `${above}px`;
		list.style.paddingBottom = `${below}px`;
		tick();
		for (const [id, row] of this.#rows) {
			this.#heights.set(id, fullHeight(row));
		}
	}

	/** Returns the first row and the one after the last that are near the view, and the heights above and below. */
	#window() {
		const heights = this.#heights;
		if (heights.size > 2 * this.#shown.length + 1000) {
			heights.clear();
		}
		const heightOf = (item) => heights.get(key(item)) ?? GUESS;
		const start = this.#parts.list.getBoundingClientRect().top;
		const [from, to] = [-start - MARGIN, innerHeight - start + MARGIN];
		let [first, end, above, below, height] = [0, 0, 0, 0, 0];
		for (const item of this.#shown) {
			const own = heightOf(item);
			if (height + own < from) {
				first++;
				end++;
				above += own;
			}
			else if (height < to) {
				end++;
			}
			else {
				below += own;
			}
			height += own;
		}
		// Heights that are a guess, or rows that fold up, let the view seem to be behind the last row.
		if (first === end) {
			for (; first > 0 && height - above < to - from; first--) {
				above -= heightOf(this.#shown[first - 1]);
			}
		}
		// The list may be far below the view. By the keyboard, one comes to its first row.
		if (end === 0 && this.#shown.length > 0) {
			end = 1;
			below -= heightOf(this.#shown[0]);
		}
		return [first, end, above, below];
	}

}
