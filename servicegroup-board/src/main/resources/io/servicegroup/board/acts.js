// What operators do: enable, disable, force down, clear. By the endpoint, with its access rules and its audit line.

const dialog = document.getElementById('acts');
const form = dialog.querySelector('form');
const field = (name) => form.elements.namedItem(name);
const LABELS = { disable: 'Disable', enable: 'Enable', 'force-down': 'Force down', 'clear-forced-down': 'Clear forced down' };
let chosen = null;

/** Opens the dialog for a member. */
export function offerActs(member, facts, opener) {
	chosen = { member, facts, opener };
	form.reset();
	say('');
	dialog.querySelector('.id').textContent = member.id;
	const switches = member.switches ?? {};
	const possible = [switches.disabled ? 'enable' : 'disable', switches.forcedDown ? 'clear-forced-down' : 'force-down'];
	for (const option of form.querySelectorAll('[name="action"]')) {
		option.disabled = !possible.includes(option.value);
		option.closest('label').hidden = option.disabled;
		option.checked = option.value === possible[0];
	}
	change();
	dialog.showModal();
}

function action() {
	return form.querySelector('[name="action"]:checked')?.value;
}

function change() {
	const what = action();
	field('reason').closest('label').hidden = what !== 'disable';
	field('reason').required = what === 'disable';
	field('confirmation').closest('label').hidden = what !== 'force-down';
	field('do').textContent = LABELS[what] ?? '';
	field('do').classList.toggle('danger', what === 'force-down');
	check();
}

/** Forcing down fences a member for all: its id has to be typed. */
function check() {
	field('do').disabled = (action() === 'force-down' && field('confirmation').value !== chosen.member.id)
		|| (action() === 'disable' && !field('reason').value.trim());
}

function say(text) {
	dialog.querySelector('output').textContent = text;
}

async function act() {
	const { member, facts } = chosen;
	field('do').disabled = true;
	say('Sending…');
	try {
		const body = { group: facts.group, member: member.id, action: action() };
		if (body.action === 'disable') {
			body.reason = field('reason').value.trim();
		}
		const response = await fetch(facts.links.servicegroup, { method: 'POST', redirect: 'error', body: JSON.stringify(body),
			headers: { 'Content-Type': 'application/json', ...await csrf() } });
		if (response.ok) {
			dialog.close();
			return;
		}
		say(await refusal(response));
	}
	catch {
		say('The application is unavailable. Nothing may have been done.');
	}
	check();
}

async function refusal(response) {
	if (response.status === 401 || response.status === 403) {
		return 'You may not do this: the endpoint refuses it for this user.';
	}
	const problem = await response.json().then((json) => json.problem ?? json.detail, () => null);
	return problem ?? `The application refused it with status ${response.status}.`;
}

/** Returns the header of Spring Security's token, if it has one. */
async function csrf() {
	const response = await fetch('csrf', { cache: 'no-store' });
	const { header, token } = response.ok ? await response.json() : {};
	return header ? { [header]: token } : {};
}

form.addEventListener('change', change);
form.addEventListener('input', check);
form.addEventListener('submit', (event) => {
	event.preventDefault();
	act();
});
field('cancel').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => (chosen?.opener.isConnected ? chosen.opener : document.getElementById('search')).focus());
