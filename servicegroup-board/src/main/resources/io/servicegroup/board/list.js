// The list of members. Only the rows in view, and some beside them, are in the document.
import { arrange, fillAbsent, fillMember, tick } from './draw.js';

const MARGIN = 600;
const GUESS = 76;
const MAX_ABSENT = 100;
const NEW_TIME = 2500;

const normal = (text) => text.toLocaleLowerCase();
const flat = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const isDisabled = (member) => Boolean(member.switches?.disabled);
/** A switch that the store has lost is as much of a trouble as one that is set. */
const isUnwell = (member) => Boolean(member.switches || member.lost || member.problem);

/** Returns whether a member has all words of a search: parts of its id or values, or name=value. */
function matches(member, words) {
	member.searched ??= normal([member.id, member.switches?.reason ?? '',
		...Object.entries(member.capabilities).map(([name, value]) => ` ${name}=${flat(value)} `)].join(' '));
	return words.every((word) => (/^[^=]+=[^=]+$/.test(word) ? member.searched.includes(` ${word} `) : member.searched.includes(word)));
}

export class MemberList {

	#parts;
	#rows = new Map();
	#absent = new Map();
	#heights = new Map();
	#fresh = new Set();
	#shown = [];
	#members = new Map();
	#facts = null;
	#drawing = false;

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
		for (const list of [parts.list, parts.absent]) {
			list.addEventListener('click', ({ target }) => this.#act(target.closest('button.act')));
		}
	}

	/** Shows these members; those that arrived are marked for a moment. */
	show(members, facts, arrived) {
		this.#members = members;
		this.#facts = facts;
		arrived?.forEach((id) => {
			this.#fresh.add(id);
			setTimeout(() => this.#fresh.delete(id), NEW_TIME);
		});
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
		const wanted = this.#parts.state.value;
		const found = [...this.#members.values()].filter((member) => matches(member, words));
		const up = found.filter((member) => member.up && (wanted === 'all' || (wanted === 'unwell' && isUnwell(member))
			|| (wanted === 'disabled' && isDisabled(member)) || (wanted === 'in-service' && !isDisabled(member))));
		const rank = (member) => (isUnwell(member) ? 0 : 1);
		this.#shown = up.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
		const absent = found.filter((member) => !member.up && (wanted === 'all' || wanted === 'unwell'
			|| (wanted === 'disabled' && isDisabled(member))));
		this.#drawAbsent(absent.slice(0, MAX_ABSENT));
		this.#drawCount(up.length, absent.length);
		this.#draw();
	}

	#drawCount(up, absent) {
		const { count, none } = this.#parts;
		const all = [...this.#members.values()].filter((member) => member.up).length;
		count.textContent = !this.#facts?.read ? '' : up === all ? all : `${up} of ${all}`;
		none.hidden = up + absent > 0;
		none.textContent = !this.#facts?.read ? 'Not read yet.' : all > 0 ? 'No member matches.' : 'This group has no members.';
	}

	#drawAbsent(absent) {
		arrange(this.#parts.absent, this.#absent, absent, (member) => member.id, 'missing',
			{ leaves: (id) => !this.#members.has(id) || this.#members.get(id).up, arrives: () => true });
		absent.forEach((member) => fillAbsent(this.#absent.get(member.id), member, this.#facts));
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
		arrange(list, this.#rows, shown, (member) => member.id, 'member',
			{ leaves: (id) => !this.#members.get(id)?.up, arrives: (id) => this.#fresh.has(id) });
		for (const member of shown) {
			fillMember(this.#rows.get(member.id), member, this.#facts, now);
		}
		list.style.paddingTop = `${above}px`;
		list.style.paddingBottom = `${below}px`;
		tick();
		for (const [id, row] of this.#rows) {
			this.#heights.set(id, row.offsetHeight);
		}
	}

	/** Returns the first row and the one after the last that are near the view, and the heights above and below. */
	#window() {
		const heights = this.#heights;
		if (heights.size > 2 * this.#shown.length + 1000) {
			heights.clear();
		}
		const start = this.#parts.list.getBoundingClientRect().top;
		const [from, to] = [-start - MARGIN, innerHeight - start + MARGIN];
		let [first, end, above, below, height] = [0, 0, 0, 0, 0];
		for (const member of this.#shown) {
			const own = heights.get(member.id) ?? GUESS;
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
		return [first, end, above, below];
	}

}
