// Says whether the group is well. The server judges the group. Only the page knows whether it hears of the server.
import { clock, describe } from './words.js';

const START_TIME = 2000;
const MAX_TROUBLES = 3;
const MAX_LINES = 6;
const LOOKS = { GREEN: 'live', AMBER: 'out', RED: 'down' };

/**
 * Returns the state's name and color, the headline, the lines and the sentence below it, the document's title, and the time
 * as of which all is, if it is not live.
 */
export function judge({ facts, pulse, heard, opened }) {
	if (!facts || (!heard && !pulse)) {
		return said('waiting', 'unknown', 'Connecting to the application…');
	}
	if (!heard) {
		return lost(facts, pulse);
	}
	const { level, headline, sentence, troubles } = facts.verdict;
	const color = level.toLowerCase();
	if (!facts.read) {
		// Normal for a moment after the start of the application.
		return Date.now() - opened < START_TIME ? said('waiting', 'unknown', headline, { sentence }) : said('unavailable', color, headline, { sentence });
	}
	const asOf = facts.stale ? pulse?.asOf : null;
	if (level === 'GREEN') {
		return said('live', color, headline, { sentence, title: counts(facts) });
	}
	const worst = troubles.filter((trouble) => trouble.level === level);
	const alone = worst.length === 1;
	const first = alone ? full(worst[0], asOf) : worst.slice(0, MAX_TROUBLES).map((trouble) => describe(trouble, true)).join('; ')
		+ (worst.length > MAX_TROUBLES ? `; ${worst.length - MAX_TROUBLES} more` : '');
	// What has no more to say than the headline is not repeated.
	const others = (alone ? troubles.filter((trouble) => trouble !== worst[0]) : troubles.filter(({ members }) => members)).map((trouble) => full(trouble, asOf));
	const lines = others.length > MAX_LINES ? [...others.slice(0, MAX_LINES), `${others.length - MAX_LINES} more`] : others;
	return said(asOf ? 'unavailable' : LOOKS[level], color, first,
		{ lines, sentence, asOf, title: troubles.slice(0, MAX_LINES).map((trouble) => full(trouble, asOf)).join('; ') });
}

function said(name, color, headline, { lines = [], sentence = '', asOf = null, title = headline } = {}) {
	return { name, color, headline, lines, sentence, asOf, title };
}

function lost(facts, pulse) {
	const asOf = facts.stale ? pulse.asOf : pulse.now;
	const backend = facts.stale ? ', when the backend became unavailable' : '';
	return said('lost', 'red', `Application ${facts.member} unavailable since ${clock(pulse.now)}`, { asOf,
		sentence: `Everything below is as of ${clock(asOf)}${backend}. ${facts.member} serves this page and does not respond; the page retries every second.`,
		lines: facts.verdict.troubles.filter(({ members }) => members).slice(0, MAX_LINES).map((trouble) => describe(trouble)) });
}

const full = (trouble, asOf) => describe(trouble) + (asOf && ['BACKEND', 'SESSION'].includes(trouble.kind) ? ` since ${clock(asOf)}` : '');

/** Returns how many members there are by state. Each counts once; those disabled are among those up. */
export function counts({ counts: of }, asOf = null) {
	const { up, disabled, forcedDown, disabledDown, left } = of;
	const lead = asOf ? `${up} ${up === 1 ? 'was' : 'were'} up at ${clock(asOf)}` : `${up} up`;
	return [disabled ? `${lead} (${disabled} disabled)` : lead, forcedDown && `${forcedDown} forced down`,
		disabledDown && `${disabledDown} disabled and not up`, left && `${left} left lately`].filter(Boolean).join(', ');
}
