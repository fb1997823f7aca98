'use strict';

const at = (id) => document.getElementById(id);
const MOOD = {
  ok: 'good', down: '', degraded: 'wait', draining: 'wait', starting: 'wait',
  held: 'wait', elsewhere: 'wait', failing: 'bad', failed: 'bad', unknown: 'bad',
};
const MOST_LINES = 2000;
const DAY = 86400;
const HOUR = 3600;
const MINUTE = 60;

let events = null;
let tail = null;
let shown = [];

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function notice(text) {
  at('notice').textContent = text;
  at('notice').hidden = !text;
}

function span(secs) {
  if (secs === null) return 'unknown';
  if (secs >= DAY) return `${Math.floor(secs / DAY)} d ${Math.floor(secs % DAY / HOUR)} h`;
  if (secs >= HOUR) return `${Math.floor(secs / HOUR)} h ${Math.floor(secs % HOUR / MINUTE)} min`;
  if (secs >= MINUTE) return `${Math.floor(secs / MINUTE)} min ${secs % MINUTE} s`;
  return `${secs} s`;
}

async function ask(method, path, body) {
  const options = {method, headers: {'Content-Type': 'application/json'}};
  if (body !== undefined) options.body = JSON.stringify(body);
  const response = await fetch(path, options);
  const answer = await response.json();
  if (response.ok) return answer;
  const error = new Error(answer.error.message);
  error.status = response.status;
  throw error;
}

async function act(verb, profile) {
  try {
    const done = await ask('POST', `/api/gateway/${verb}`, {profile});
    notice(done.warning || '');
  } catch (error) {
    if (error.status === 401) return showLogin();
    notice(`${verb} ${profile}: ${error.message}`);
  }
}

function row(list, name, value) {
  list.append(element('dt', name), element('dd', value));
}

function card(profile) {
  const box = element('article');
  const title = element('h2', `${profile.name} — `);
  title.append(element('span', profile.health, MOOD[profile.health]));
  const facts = element('dl');
  row(facts, 'Slot', `${profile.state}, for ${span(profile.since_s)}`);
  if (profile.error) row(facts, 'Problem', profile.error);
  if (profile.problem) row(facts, 'Settings', profile.problem);
  if (profile.gateway_pid !== null) row(facts, 'Process', profile.gateway_pid);
  if (profile.last_exit_code !== null) row(facts, 'Last exit code', profile.last_exit_code);
  row(facts, 'After a boot', profile.intent || 'not recorded');
  row(facts, 'API', profile.api_url || profile.api_off_reason || 'off');
  if (profile.exit_reason) row(facts, 'Last words', profile.exit_reason);
  box.append(title, facts);
  if (profile.restarts.length > 0) {
    const times = element('ol');
    for (const each of profile.restarts.slice(0, 5)) {
      const item = element('li');
      const when = element('time', new Date(each.at).toLocaleString());
      when.dateTime = each.at;
      item.append(when, ` ${each.cause}${each.outcome ? `; ${each.outcome}` : ''}`);
      times.append(item);
    }
    box.append(element('h3', 'Latest ends'), times);
  }
  for (const verb of ['start', 'restart', 'stop']) {
    const button = element('button', verb[0].toUpperCase() + verb.slice(1));
    button.type = 'button';
    button.dataset.key = `${verb} ${profile.name}`;
    button.setAttribute('aria-label', `${verb} ${profile.name}`);
    button.addEventListener('click', () => act(verb, profile.name));
    box.append(button);
  }
  return box;
}

function show(state) {
  const running = state.profiles.filter((each) => each.gateway_pid !== null).length;
  at('summary').textContent =
      `${running} of ${state.profiles.length} gateways up` +
      (state.supervised ? '' : `. ${state.not_supervised_because}`);
  const focused = document.activeElement && document.activeElement.dataset.key;
  at('profiles').replaceChildren(...state.profiles.map(card));
  at('profiles').hidden = false;
  for (const button of at('profiles').querySelectorAll('button')) {
    if (focused && button.dataset.key === focused) button.focus();
  }
  const choice = at('log-choice').elements.profile;
  const names = state.profiles.map((each) => each.name);
  if ([...choice.options].map((each) => each.value).join() !== names.join()) {
    const before = choice.value;
    choice.replaceChildren(...names.map((name) => new Option(name, name)));
    choice.value = names.includes(before) ? before : names[0];
    follow();
  }
}

function showLines() {
  const choice = at('log-choice').elements;
  if (choice.pause.checked) return;
  const wanted = choice.filter.value.toLowerCase();
  const box = at('lines');
  const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 40;
  box.textContent = shown.filter((line) => line.toLowerCase().includes(wanted)).join('\n');
  if (atEnd) box.scrollTop = box.scrollHeight;
}

function follow() {
  const choice = at('log-choice').elements;
  if (tail) tail.close();
  shown = [];
  showLines();
  at('logs').hidden = false;
  const query = new URLSearchParams({profile: choice.profile.value, file: choice.file.value, lines: 500, follow: 1});
  tail = new EventSource(`/api/logs?${query}`);
  tail.addEventListener('open', () => { shown = []; });
  tail.addEventListener('lines', (event) => {
    shown = shown.concat(JSON.parse(event.data).lines).slice(-MOST_LINES);
    showLines();
  });
}

function leave() {
  for (const source of [events, tail]) if (source) source.close();
  events = tail = null;
  at('profiles').hidden = at('logs').hidden = at('logout').hidden = true;
  at('log-choice').elements.profile.replaceChildren();
}

function showLogin() {
  leave();
  at('summary').textContent = 'Log in to see the gateways.';
  at('login').hidden = false;
  at('login').elements.username.focus();
}

function watch() {
  at('login').hidden = true;
  if (events) events.close();
  events = new EventSource('/api/events');
  events.addEventListener('profiles', (event) => show(JSON.parse(event.data)));
  events.addEventListener('session-over', showLogin);
  events.addEventListener('error', () => {
    at('summary').textContent = 'The dashboard does not answer; trying again…';
    if (events && events.readyState === EventSource.CLOSED) setTimeout(begin, 2000);
  });
}

async function begin() {
  try {
    const status = await ask('GET', '/api/status');
    at('logout').hidden = !status.auth_required || !status.authenticated;
    if (status.authenticated) watch(); else showLogin();
  } catch (error) {
    at('summary').textContent = 'The dashboard does not answer; trying again…';
    setTimeout(begin, 2000);
  }
}

at('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const given = at('login').elements;
  try {
    await ask('POST', '/auth/password-login', {username: given.username.value, password: given.password.value});
    given.password.value = '';
    notice('');
    begin();
  } catch (error) {
    notice(error.message);
  }
});
at('logout').addEventListener('click', async () => {
  try {
    await ask('POST', '/auth/logout', {});
    showLogin();
  } catch (error) {
    notice(error.message);
  }
});
at('log-choice').addEventListener('submit', (event) => event.preventDefault());
at('log-choice').elements.profile.addEventListener('change', follow);
at('log-choice').elements.file.addEventListener('change', follow);
at('log-choice').elements.filter.addEventListener('input', showLines);
at('log-choice').elements.pause.addEventListener('change', showLines);
begin();
