// The card of one profile. It is created once and then changed in place, so that
// an update keeps the focus and leaves an opened list open.
import {ask} from '/assets/api.js';
import {askFirst} from '/assets/confirm.js';
import {at, element, isUsable, setAttribute, setNote, setText, setUsable} from '/assets/dom.js';
import {codeMeaning, lastEnd} from '/assets/ends.js';
import {healthOf, isSettled, verbsFor, waitLeft, wantedWords} from '/assets/health.js';
import {showStrip, showTimeline, tickTimeline} from '/assets/timeline.js';
import {clock, dayAndClock, span} from '/assets/times.js';

const DOING = {start: 'Starting', stop: 'Stopping', restart: 'Restarting'};
const LONG_WAIT_MS = 20000;

const LOCKS = {
  free: 'free', here: 'held by this gateway', elsewhere: 'held by another container',
};

// An exit after a longer run than this is not an early exit.
const EARLY_EXIT_SECS = 60;

function earlyExitWords(profile, secs) {
  const exits = profile.young_deaths;
  const times = exits === 1 ? 'once' : `${exits} times in a row`;
  if (exits > 0 && profile.health !== 'ok' && profile.health !== 'down') {
    return `It exited soon after it started, ${times}.`;
  }
  if (exits > 1 && profile.health === 'ok' && secs !== null && secs < EARLY_EXIT_SECS) {
    return `It is running again; before that it exited soon after it started, ${times}.`;
  }
  return '';
}

// `secs` is the time since the last change of the slot's state, or null.
function problemsOf(profile, secs) {
  const list = [];
  if (profile.error) list.push(`Its state cannot be read: ${profile.error}`);
  if (profile.problem) list.push(`Settings: ${profile.problem}`);
  if (profile.failed_code !== null) list.push(`It failed with ${codeMeaning(profile.failed_code)}.`);
  if (profile.exit_reason) list.push(`Reason that it gave for its last exit: ${profile.exit_reason}`);
  const earlyExits = earlyExitWords(profile, secs);
  if (earlyExits) list.push(earlyExits);
  return list;
}

function processWords(profile) {
  if (profile.gateway_pid === null) return 'none';
  const ready = profile.state === 'running' ? (profile.ready ? ', ready' : ', not ready') : '';
  return `pid ${profile.gateway_pid}${ready}`;
}

function apiWords(profile) {
  if (profile.api_url) return profile.api_url;
  if (profile.api_off_reason) return `off: ${profile.api_off_reason}`;
  return profile.port === null ? 'off' : `port ${profile.port}`;
}

export class Card {
  // `hooks`: sessionOver(), showLogs(name), notify(words).
  constructor(name, hooks) {
    this.name = name;
    this.hooks = hooks;
    this.node = at('card').content.firstElementChild.cloneNode(true);
    this.parts = {};
    for (const part of this.node.querySelectorAll('[data-part]')) {
      this.parts[part.dataset.part] = part;
    }
    this.buttons = {};
    for (const button of this.node.querySelectorAll('[data-verb]')) {
      this.prepareButton(button);
    }
    this.node.id = `profile-${name}`;
    this.parts.name.id = `profile-${name}-title`;
    this.node.setAttribute('aria-labelledby', this.parts.name.id);
    setText(this.parts.name, name);
    this.parts['delete-place'].hidden = name === 'default';
    this.pending = null;
    this.shownRestarts = null;
  }

  prepareButton(button) {
    const verb = button.dataset.verb;
    this.buttons[verb] = button;
    button.addEventListener('click', () => {
      if (isUsable(button)) this.press(verb);
    });
  }

  press(verb) {
    if (verb === 'logs') return this.hooks.showLogs(this.name);
    if (verb === 'delete') return this.askToDelete();
    if (verb !== 'stop') return this.operate(verb);
    askFirst({
      title: `Stop ${this.name}?`,
      text: 'Its gateway finishes the turns in progress and exits. It stays down, ' +
          'even after the container restarts, until you start it again.',
      yes: `Stop ${this.name}`, typed: '',
      run: async () => void this.operate('stop'),
    });
  }

  askToDelete() {
    askFirst({
      title: `Delete ${this.name}?`,
      text: 'This stops its gateway and permanently deletes its settings, ' +
          'conversations and memory.',
      yes: `Delete ${this.name}`, typed: this.name,
      run: async () => {
        const done = await ask('DELETE', `/api/profiles/${this.name}`, {});
        this.hooks.notify([`Profile ${this.name} was deleted.`, ...done.remarks].join(' '));
      },
    });
  }

  async operate(verb) {
    this.pending = {verb, since: Date.now(), before: this.profile};
    setNote(this.parts.failure, '');
    this.showActions();
    try {
      const done = await ask('POST', '/api/gateway/' + verb, {profile: this.name});
      setNote(this.parts.failure, done.warning);
    } catch (failure) {
      this.pending = null;
      if (failure.status === 401) return this.hooks.sessionOver();
      setNote(this.parts.failure, `Could not ${verb} it: ${failure.message}`);
    }
    this.showActions();
  }

  // `profile` is an element of the document, which was received at `receivedAt`
  // (ms).
  update(profile, supervised, receivedAt) {
    this.profile = profile;
    this.supervised = supervised;
    this.changedAt = profile.since_s === null ? null
      : receivedAt - profile.since_s * 1000;
    if (this.pending && isSettled(this.pending.verb, this.pending.before, profile)) {
      this.pending = null;
    }
    this.showHealth();
    this.showFacts();
    this.showRestarts();
    this.showActions();
    this.tick(Date.now());
  }

  showHealth() {
    const {tone, word, sentence} = healthOf(this.profile);
    setAttribute(this.node, 'data-tone', tone);
    setAttribute(this.parts.icon, 'href', `#i-${tone}`);
    setText(this.parts.word, word);
    setNote(this.parts.description, this.profile.description);
    this.sentence = sentence;
  }

  showProblems(problems) {
    const key = problems.join('\n');
    if (this.shownProblems === key) return;
    this.shownProblems = key;
    this.parts.problems.hidden = problems.length === 0;
    this.parts.problems.replaceChildren(...problems.map((each) => element('li', each)));
  }

  showFacts() {
    const {profile, parts} = this;
    setText(parts.wanted, wantedWords(profile, this.supervised));
    setText(parts.api, apiWords(profile));
    setText(parts.process, processWords(profile));
    setText(parts['last-end'], lastEnd(profile));
    setText(parts.home, profile.home);
    setText(parts.slot, `${profile.slot || 'none'}: ${profile.state}`);
    setText(parts.lock, LOCKS[profile.lock] || 'not checked');
    setText(parts.agents, profile.active_agents === null ? 'unknown' : String(profile.active_agents));
  }

  showRestarts() {
    const {restarts} = this.profile;
    const key = JSON.stringify(restarts);
    if (this.shownRestarts === key) return;
    this.shownRestarts = key;
    const most = restarts.length === 20 ? 'the last ' : '';
    setText(this.parts['timeline-title'], `Restarts (${most}${restarts.length})`);
    const now = new Date();
    showStrip(this.parts.strip, restarts, now);
    showTimeline(this.parts.timeline, restarts, now);
  }

  showActions() {
    const {verbs, why} = verbsFor(this.profile, this.supervised);
    for (const verb of Object.keys(DOING)) {
      setUsable(this.buttons[verb], !this.pending && verbs.includes(verb));
    }
    const waits = this.profile.state === 'backing off' || this.profile.state === 'held';
    setText(this.buttons.start, waits ? 'Start now' : 'Start');
    setUsable(this.buttons.delete, !this.pending);
    setNote(this.parts['why-not'], why);
    this.showPending(Date.now());
  }

  showPending(now) {
    if (!this.pending) return setNote(this.parts.pending, '');
    const secs = Math.floor((now - this.pending.since) / 1000);
    const slow = now - this.pending.since > LONG_WAIT_MS;
    const words = `${DOING[this.pending.verb]}…${secs > 1 ? ` ${secs} s` : ''}`;
    setNote(this.parts.pending, slow ? `${words} (still ${this.profile.state})` : words);
    this.node.setAttribute('aria-busy', 'true');
  }

  // Called once a second: updates durations and countdowns.
  tick(now) {
    if (!this.pending) this.node.removeAttribute('aria-busy');
    const secs = this.changedAt === null ? null : (now - this.changedAt) / 1000;
    this.showProblems(problemsOf(this.profile, secs));
    setNote(this.parts.since, this.sinceWords(secs, new Date(now)));
    const left = waitLeft(this.profile, secs);
    const wait = left === null ? '' : ` It tries again ${left < 1 ? 'now' : `in ${Math.ceil(left)} s`}.`;
    setNote(this.parts.says, this.sentence + wait);
    if (this.pending) this.showPending(now);
    tickTimeline(this.parts.timeline, now);
  }

  sinceWords(secs, now) {
    if (secs === null) return '';
    const at = new Date(this.changedAt);
    const when = secs < 60 ? clock(at) : dayAndClock(at, now);
    return `for ${span(secs)}, since ${when}`;
  }

  // Scrolls to the card and moves the focus to its title.
  reveal() {
    this.node.scrollIntoView({block: 'start'});
    this.parts.name.focus({preventScroll: true});
  }
}
