// The log viewer: shows one log file of one profile and follows it as it grows.
import {probe} from '/assets/api.js';
import {at, element, setAttribute, setNote, setText} from '/assets/dom.js';
import {Stream, retryWords} from '/assets/stream.js';

const MOST_LINES = 2000;
const FIRST_LINES = 500;
const NEAR_END_PX = 40;

const STAMP = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)([.,]\d{3})?\d*\s+/;
const LEVELS = [
  [/^.{0,40}\b(ERROR|CRITICAL|FATAL)\b/, 'bad'],
  [/^[EF]\d{4,8} /, 'bad'],
  [/^.{0,40}\bWARN(ING)?\b/, 'wait'],
  [/^W\d{4,8} /, 'wait'],
  [/^.{0,40}\bDEBUG\b/, 'dim'],
  [/^hermes-entry: /, 'own'],
];

const EMPTY = {
  current: 'the gateway\'s output appears here after its first start.',
  gateway: 'the gateway writes this file after its first start.',
  errors: 'the gateway has logged no errors.',
  boot: 'no boot of the container has been recorded.',
};

// Returns the style sheet's class for the line, or "" if its level is unknown.
export function levelOf(text) {
  const row = LEVELS.find(([pattern]) => pattern.test(text));
  return row ? row[1] : '';
}

// Returns, as `lines`, the lines of `batch` (the end of the file) that follow the
// `known` ones. `gap` is true if lines between the two are missing. Pure.
export function newLines(known, batch) {
  if (known.length === 0) return {lines: batch, gap: false};
  const last = known[known.length - 1];
  const before = known[known.length - 2];
  for (let i = batch.length - 1; i >= 0; --i) {
    const follows = i === 0 || before === undefined || batch[i - 1] === before;
    if (batch[i] === last && follows) return {lines: batch.slice(i + 1), gap: false};
  }
  return {lines: batch, gap: batch.length > 0};
}

function appendMarked(node, text, wanted) {
  const lower = text.toLowerCase();
  let done = 0;
  for (let i = wanted ? lower.indexOf(wanted) : -1; i >= 0; i = lower.indexOf(wanted, done)) {
    node.append(text.slice(done, i), element('mark', text.slice(i, i + wanted.length)));
    done = i + wanted.length;
  }
  node.append(text.slice(done));
}

function fill(node, text, wanted) {
  node.replaceChildren();
  const stamp = STAMP.exec(text);
  const rest = stamp ? text.slice(stamp[0].length) : text;
  if (stamp && !wanted) {
    const [day, time] = stamp[1].split(/[ T]/);
    const shown = element('span', '', {class: 'stamp'});
    shown.append(element('span', `${day} `, {class: 'day'}), time + (stamp[2] || ''));
    node.append(shown, ' ', rest);
  } else {
    appendMarked(node, text, wanted);
  }
  node.className = levelOf(rest);
}

export class LogView {
  // `hooks` must have sessionOver().
  constructor(hooks) {
    this.hooks = hooks;
    this.choice = at('log-choice').elements;
    this.box = at('lines');
    this.stream = new Stream(
        () => this.address({follow: 1, lines: FIRST_LINES}),
        {'lines': (data) => this.take(data.lines), 'session-over': () => hooks.sessionOver()},
        () => this.onStream());
    this.paused = false;
    this.reset();
    this.listen();
  }

  listen() {
    at('log-choice').addEventListener('submit', (event) => event.preventDefault());
    for (const name of ['profile', 'file']) {
      this.choice[name].addEventListener('change', () => this.follow());
    }
    this.choice.filter.addEventListener('input', () => this.filterAll());
    at('log-pause').addEventListener('click', () => this.setPaused(!this.paused));
    at('log-wrap').addEventListener('click', () => this.toggleWrap());
    at('log-copy').addEventListener('click', () => this.copy());
    at('log-copy').hidden = !navigator.clipboard;
    at('log-end').addEventListener('click', () => this.goToEnd());
    this.box.addEventListener('scroll', () => this.onScroll(), {passive: true});
  }

  reset() {
    this.texts = [];
    this.held = [];     // lines received while paused
    this.heldCount = 0;
    this.unseen = 0;    // number of lines received while scrolled up
    this.atEnd = true;
    this.fresh = true;  // the next batch is the end of the file
    this.failure = '';
    this.matches = 0;
    this.box.replaceChildren();
  }

  address(more) {
    const query = new URLSearchParams(
        {profile: this.choice.profile.value, file: this.choice.file.value, ...more});
    return `/api/logs?${query}`;
  }

  // Offers the existing profiles, `names`, for selection. If the selected one no
  // longer exists, shows the first one's log instead.
  offer(names) {
    const select = this.choice.profile;
    if ([...select.options].map((each) => each.value).join() === names.join()) return;
    const before = select.value;
    select.replaceChildren(...names.map((name) => element('option', name, {value: name})));
    select.value = names.includes(before) ? before : names[0];
    if (select.value !== before) this.follow();
  }

  // Shows the log of profile `name`, and scrolls to it.
  choose(name) {
    if (this.choice.profile.value !== name) {
      this.choice.profile.value = name;
      this.follow();
    }
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    at('logs').scrollIntoView({behavior: calm ? 'auto' : 'smooth', block: 'start'});
    at('logs-title').focus({preventScroll: true});
  }

  follow() {
    this.reset();
    this.setPaused(false);
    at('logs').hidden = false;
    this.resume();
  }

  // Reconnects after the page was hidden or the dashboard was unreachable, and
  // continues after the lines that are already shown.
  resume() {
    if (!this.choice.profile.value) return;
    this.fresh = true;
    this.stream.open();
    this.showState(Date.now());
  }

  stop() {
    this.stream.close();
  }

  async onStream() {
    this.fresh = !this.stream.live;
    if (this.stream.retryAt !== null) await this.findCause();
    this.showState(Date.now());
  }

  // A failed EventSource does not report why it failed, so repeat the request
  // with fetch().
  async findCause() {
    try {
      await probe(this.address({follow: 1, lines: 1}));
      this.failure = '';
    } catch (failure) {
      if (failure.status === 401) return this.hooks.sessionOver();
      this.failure = failure.status === 0 ? '' : failure.message;
    }
  }

  take(batch) {
    this.failure = '';
    let lines = batch;
    if (this.fresh) {
      const known = this.held.length > 0 ? this.held : this.texts;
      const news = newLines(known, batch);
      lines = news.gap ? ['… some lines are missing here …', ...news.lines] : news.lines;
      this.fresh = false;
    }
    if (this.paused) this.hold(lines);
    else this.append(lines);
    this.showState(Date.now());
  }

  hold(lines) {
    this.heldCount += lines.length;
    this.held = this.held.concat(lines).slice(-MOST_LINES);
  }

  append(lines) {
    const wanted = this.wanted();
    const kept = lines.slice(-MOST_LINES);
    const nodes = kept.map((text) => this.nodeOf(text, wanted));
    this.texts.push(...kept);
    this.box.append(...nodes);
    this.trim();
    if (this.atEnd) this.box.scrollTop = this.box.scrollHeight;
    else this.unseen += lines.length;
  }

  trim() {
    const over = this.texts.length - MOST_LINES;
    if (over <= 0) return;
    this.texts.splice(0, over);
    for (let n = 0; n < over; ++n) {
      if (!this.box.firstChild.hidden) --this.matches;
      this.box.firstChild.remove();
    }
  }

  nodeOf(text, wanted) {
    const node = element('div');
    this.applyFilter(node, text, wanted);
    if (!node.hidden) ++this.matches;
    return node;
  }

  wanted() {
    return this.choice.filter.value.trim().toLowerCase();
  }

  applyFilter(node, text, wanted) {
    node.hidden = wanted !== '' && !text.toLowerCase().includes(wanted);
    if (!node.hidden) fill(node, text, wanted);
  }

  filterAll() {
    const wanted = this.wanted();
    this.matches = 0;
    this.texts.forEach((text, index) => {
      const node = this.box.children[index];
      this.applyFilter(node, text, wanted);
      if (!node.hidden) ++this.matches;
    });
    this.goToEnd();
    this.showState(Date.now());
  }

  setPaused(paused) {
    this.paused = paused;
    setText(at('log-pause'), paused ? 'Resume' : 'Pause');
    if (!paused && this.held.length > 0) {
      this.append(this.held);
      this.held = [];
    }
    this.heldCount = 0;
    this.showState(Date.now());
  }

  toggleWrap() {
    const wraps = at('log-wrap').getAttribute('aria-pressed') !== 'true';
    setAttribute(at('log-wrap'), 'aria-pressed', String(wraps));
    this.box.classList.toggle('long', !wraps);
  }

  async copy() {
    const wanted = this.wanted();
    const lines = this.texts.filter((text) => text.toLowerCase().includes(wanted));
    let words = `Copied ${lines.length}`;
    await navigator.clipboard.writeText(lines.join('\n') + '\n')
        .catch(() => { words = 'Copy failed'; });
    setText(at('log-copy'), words);
    setTimeout(() => setText(at('log-copy'), 'Copy'), 2000);
  }

  onScroll() {
    const {scrollTop, clientHeight, scrollHeight} = this.box;
    this.atEnd = scrollTop + clientHeight >= scrollHeight - NEAR_END_PX;
    if (this.atEnd) this.unseen = 0;
    this.showEnd();
  }

  goToEnd() {
    this.atEnd = true;
    this.unseen = 0;
    this.box.scrollTop = this.box.scrollHeight;
    this.showEnd();
  }

  showEnd() {
    at('log-end').hidden = this.atEnd;
    const count = this.unseen;
    setText(at('log-end'), count > 0 ? `${count} new line${count === 1 ? '' : 's'}: jump to the end`
                                     : 'Jump to the end');
  }

  // Also called once a second, for the countdown.
  showState(now) {
    const [tone, words] = this.stateWords(now);
    setText(at('log-state'), words);
    setAttribute(at('log-state'), 'data-tone', tone);
    this.showEnd();
    const wanted = this.wanted();
    setNote(at('log-matches'), wanted &&
        `${this.matches} of ${this.texts.length} lines contain “${this.choice.filter.value.trim()}”`);
    setNote(at('log-note'), this.noteWords(wanted));
  }

  stateWords(now) {
    const count = this.heldCount;
    const news = `${count} new line${count === 1 ? '' : 's'}`;
    if (this.stream.retryAt !== null) return ['bad', `interrupted; retrying ${retryWords(this.stream, now)}`];
    if (this.paused) return ['wait', count > 0 ? `paused: ${news}` : 'paused'];
    return this.stream.live ? ['ok', 'live'] : ['off', 'connecting…'];
  }

  noteWords(wanted) {
    if (this.failure) return `The log cannot be read: ${this.failure}`;
    if (this.texts.length === 0 && this.stream.live) {
      return `Nothing has been logged yet: ${EMPTY[this.choice.file.value]}`;
    }
    return wanted && this.matches === 0 ? 'No line matches the filter.' : '';
  }

  clear() {
    this.stop();
    this.reset();
    this.choice.profile.replaceChildren();
    at('logs').hidden = true;
  }
}
