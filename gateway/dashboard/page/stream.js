// A stream of server-sent events that comes back by itself.

const FIRST_WAIT_SECS = 1;
const LONGEST_WAIT_SECS = 15;

// `path()` is asked for each connection's address. `events` has a function of the
// data for each event's name. `told(stream)` is called when `live` or `retryAt`
// changes: live, the server has sent something; retryAt, the time (ms) of the
// next try, or null. Made closed.
export class Stream {
  constructor(path, events, told) {
    this.path = path;
    this.events = events;
    this.told = told;
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
    this.told(this);
  }

  take(name, data) {
    this.waitSecs = FIRST_WAIT_SECS;
    const wasLive = this.live;
    this.live = true;
    this.events[name](JSON.parse(data));
    if (!wasLive && this.source) this.told(this);
  }

  // The browser's own retrying gives up where the reply is an error, and does
  // not say when it tries again.
  fail() {
    this.close();
    const wait = this.waitSecs * 1000;
    this.waitSecs = Math.min(LONGEST_WAIT_SECS, this.waitSecs * 2);
    this.retryAt = Date.now() + wait;
    this.timer = setTimeout(() => {
      this.open();
      this.told(this);
    }, wait);
    this.told(this);
  }
}

// "in 4 s", or "now" while it is being tried.
export function retryWords(stream, now) {
  if (stream.retryAt === null) return 'now';
  return `in ${Math.max(1, Math.ceil((stream.retryAt - now) / 1000))} s`;
}
