// Words for what happened: to whom, when, why and by whom.

const MAX_VALUE_LENGTH = 300;
/** The server sends at most so many events with a snapshot. */
export const MAX_EVENTS = 200;
export const LATELY = 300_000;
const MAX_NAMES = 3;
const WORDS = {
	FOUND: 'was already a member', JOINED: 'joined', LEFT: 'left', DIED: 'died', GONE: 'left or died', CHANGED: 'changed its capabilities',
	ELECTED: 'was elected leader', REVOKED: 'no longer leads', SWITCH_LOST: 'has lost its switch',
	DISABLED: 'was disabled', ENABLED: 'was enabled', FORCED_DOWN: 'was forced down', STALE: 'The backend became unavailable', FRESH: 'The backend is available again',
	STOPPED: 'This application stopped: what happened until its start is not known', STARTED: 'This application started',
};

/** The color of each kind of event, on the same scale as the headline. Kinds may be added: they are amber. */
const LEVELS = { FOUND: '', JOINED: 'good', LEFT: '', CHANGED: '', ELECTED: '', REVOKED: '', ENABLED: 'good', FRESH: 'good', STARTED: 'good', STALE: 'red' };

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' });

let frozen = false;

/** What is not live has times instead of ages, which would look live. */
export function freeze(isFrozen) {
	frozen = isFrozen;
}

export const isFrozen = () => frozen;

/** Returns the time of the day, and the date if it is another day. */
export function clock(instant) {
	const at = new Date(instant);
	return (day.format(at) === day.format(Date.now()) ? time : dayAndTime).format(at);
}

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

/** Returns how long ago it was, or when. */
export const when = (instant, now) => (frozen ? `at ${clock(instant)}` : ago(now() - Date.parse(instant)));

/** Returns how long ago it was and when. */
export const since = (instant, now) => (frozen ? `at ${clock(instant)}` : `${ago(now() - Date.parse(instant))}, at ${clock(instant)}`);

export const short = (value) => (value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value);

/** Returns the ids of some members, and how many there are more. */
const names = (ids, count) => ids.join(', ') + (count > ids.length ? ` and ${count - ids.length} more` : '');

/** Whatever is neither good nor neutral is a trouble. */
export const isTrouble = (kind) => ['amber', 'red'].includes(LEVELS[kind] ?? 'amber');

/** Returns the color of an event: red while the verdict is red for it. */
export function levelOf({ kind, member, at }, { facts, members, now }) {
	const lost = kind === 'SWITCH_LOST' && members.get(member)?.lost?.forcedDown;
	const dead = (kind === 'DIED' || kind === 'GONE') && !members.get(member)?.up && now() - Date.parse(at) < LATELY
		&& facts.verdict.troubles.some((trouble) => trouble.kind === kind && trouble.level === 'RED');
	return lost || dead ? 'red' : LEVELS[kind] ?? 'amber';
}

/** Returns what happened, and why, as far as that is known. */
export function words({ kind, cause, reason, operator, count, members }) {
	if (count) {
		return { what: `${count} members were there already`, why: names(members.slice(0, MAX_NAMES).map(short), count) };
	}
	const by = operator ? `By ${short(operator)}` : 'By an operator';
	const what = WORDS[kind] ?? kind;
	switch (`${kind} ${cause}`) {
		case 'DISABLED OPERATOR':
		case 'FORCED_DOWN OPERATOR':
			return { what, why: reason?.trim() ? `${by}: ${short(reason)}` : `${by}, no reason given` };
		case 'ENABLED OPERATOR':
			return { what, why: by };
		case 'JOINED OPERATOR':
			return { what, why: `${operator ? short(operator) : 'An operator'} cleared that it is forced down` };
		case 'LEFT REGISTRATION':
			return { what, why: 'In order' };
		case 'DIED REGISTRATION':
			return { what, why: 'Its heartbeats ended' };
		case 'GONE REGISTRATION':
			return { what, why: 'The store does not say which' };
		default:
			return { what, why: cause === 'STORE_LOSS' ? 'The store lost it; no operator cleared it' : '' };
	}
}

/** Returns when it began, for the first and the last of some members. */
function period({ from, to }) {
	if (!from) {
		return '';
	}
	return clock(from) === clock(to) ? ` at ${clock(from)}` : ` between ${clock(from)} and ${clock(to)}`;
}

/** Describes a trouble of the verdict: who, and, unless in brief, since when, by whom and why. */
export function describe(trouble, brief = false) {
	const { kind, members, count, of, from, operator, reason, headline } = trouble;
	if (!members) {
		return headline;
	}
	const who = names(members.map(short), count);
	const one = count === 1;
	const at = brief ? '' : period(trouble);
	const by = operator ? ` by ${short(operator)}` : ' by an operator';
	const act = (state, why) => (brief ? `${who} ${one ? 'is' : 'are'} ${state}`
		: `${who} ${from ? (one ? 'was' : 'were') : (one ? 'is' : 'are')} ${state}${by}${at}${why}`);
	const dead = (what, why) => (of ? `${count} of ${of} members ${what}${at}: ${who}${brief ? '' : ` (${why})`}`
		: `${who} ${what}${at}${brief ? '' : `: ${why}`}`);
	switch (kind) {
		case 'DIED':
			return dead('died', one ? 'its heartbeats ended' : 'their heartbeats ended');
		case 'GONE':
			return dead('left or died', 'the store does not say which');
		case 'FORCED_DOWN':
			return act('forced down', ', no reason given');
		case 'DISABLED':
			return act('disabled', reason ? `: ${short(reason)}` : ', no reason given');
		case 'LOST_FORCED_DOWN':
			return `The store lost${at} that ${who} ${one ? 'is' : 'are'} forced down`;
		case 'LOST_DISABLED':
			return `The store lost${at} that ${who} ${one ? 'is' : 'are'} disabled`;
		default:
			return `${kind}: ${who}${at}`;
	}
}
