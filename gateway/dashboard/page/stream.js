// A stream of server-sent events that reconnects by itself.

const FIRST_WAIT_SECS = 1;
const LONGEST_WAIT_SECS = 15;

// `path()` returns the address of each new connection. `events` maps the name of
// an event to a function of its data. `onChange(stream)` is called when `live` or
// `retryAt` changes: `live` is true once the server has sent an event; `retryAt`
// is the time (ms) of the next attempt, or null. A new Stream is closed.
export class Stream {
  constructor(path, events, onChange) {
    this.path = path;
    this.events = events;
    this.onChange = onChange;
    this.source = null;
    this.timer = null;
    this.waitSecs = FIRST_WAIT_SECS;
    this.live = false;
    this.retryAt = null;
  }

  open() {
    this.close();
    this.source = new EventSource(this.path());
    for (const name of Object.keys(this.events)) {
      this.source.addEventListener(name, (event) => this.take(name, event.data));
    }
    this.source.addEventListener('error', () => this.fail());
  }

  close() {
    if (this.source) this.source.close();
    clearTimeout(this.timer);
    this.source = this.timer = this.retryAt = null;
    this.live = false;
  }

  retryNow() {
    this.waitSecs = FIRST_WAIT_SECS;
    this.open();
    this.onChange(this);
  }

  take(name, data) {
    this.waitSecs = FIRST_WAIT_SECS;
    const wasLive = this.live;
    this.live = true;
    this.events[name](JSON.parse(data));
    if (!wasLive && this.source) this.onChange(this);
  }

  // Retries itself, because the browser's EventSource gives up after an error
  // reply and does not report when it will retry.
  fail() {
    this.close();
    const wait = this.waitSecs * 1000;
    this.waitSecs = Math.min(LONGEST_WAIT_SECS, this.waitSecs * 2);
    this.retryAt = Date.now() + wait;
    this.timer = setTimeout(() => {
      this.open();
      this.onChange(this);
    }, wait);
    this.onChange(this);
  }
}

// Returns "in 4 s", or "now" during an attempt.
export function retryWords(stream, now) {
  if (stream.retryAt === null) return 'now';
  return `in ${Math.max(1, Math.ceil((stream.retryAt - now) / 1000))} s`;
}
