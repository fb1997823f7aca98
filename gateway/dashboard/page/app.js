// Connects the parts of the page: handles login and logout, opens the event
// stream while the page is visible, and shows connection errors.
import {ask} from '/assets/api.js';
import {Board} from '/assets/board.js';
import {setUpConfirm} from '/assets/confirm.js';
import {at, setText} from '/assets/dom.js';
import {hideLogin, setUpLogin, showLogin} from '/assets/login.js';
import {LogView} from '/assets/logs.js';
import {openNewProfile, setUpNewProfile} from '/assets/newprofile.js';
import {Stream, retryWords} from '/assets/stream.js';
import {stopWatchingSystem, watchSystem} from '/assets/system.js';
import {clock} from '/assets/times.js';

const RETRY_MS = 2000;
const LOGGED_OUT = 'You have logged out.';

const hooks = {
  sessionOver: () => leave('Your session has ended. Log in again.'),
  showLogs: (name) => logs.choose(name),
  notify: (words) => {
    setText(at('notice-text'), words);
    at('notice').hidden = false;
  },
};
const board = new Board(hooks);
const logs = new LogView(hooks);
const events = new Stream(() => '/api/events', {
  'profiles': (document) => {
    board.show(document);
    logs.offer(board.names());
  },
  'session-over': hooks.sessionOver,
}, onEvents);

let nextBegin = null;
let inside = false;  // the user is logged in, or no login is required
let lost = '';       // why the dashboard cannot be reached, or ''
let loggingOut = false;  // this page has requested the end of the session

function whyLost(failure) {
  if (failure.status === 0) return 'The dashboard is unreachable.';
  return `The dashboard returned an error: ${failure.message}`;
}

function showBanner(now) {
  at('banner').hidden = !lost;
  document.body.classList.toggle('stale', lost !== '' && board.receivedAt !== null);
  if (!lost) return;
  const seen = board.receivedAt === null ? ''
    : ` This page shows the state at ${clock(new Date(board.receivedAt))}.`;
  setText(at('banner-text'), lost + seen);
  const when = inside ? retryWords(events, now) : 'in a moment';
  setText(at('banner-countdown'), `Retrying ${when}.`);
}

// A dashboard that returns after an outage may have another version than the one
// that this page was loaded from.
async function checkVersion() {
  const status = await ask('GET', '/api/status').catch(() => null);
  if (!status || status.version === board.version) return;
  hooks.notify(`The dashboard is now version ${status.version}: reload this page.`);
}

async function onEvents(stream) {
  if (stream.live) {
    if (lost) checkVersion();
    lost = '';
    showBanner(Date.now());
    return;
  }
  if (stream.retryAt === null) return showBanner(Date.now());
  // EventSource does not report whether the server replied with an error or did
  // not reply, so ask with an ordinary request.
  try {
    const status = await ask('GET', '/api/status');
    if (!status.authenticated) return hooks.sessionOver();
  } catch (failure) {
    lost = whyLost(failure);
  }
  showBanner(Date.now());
}

function watch() {
  events.open();
  watchSystem((failure) => {
    if (failure.status === 401) return hooks.sessionOver();
    // A dead connection can go unnoticed by the event stream: reconnect it.
    if (failure.status === 0 && events.live) events.fail();
  });
}

function enter(status) {
  inside = true;
  lost = '';
  board.version = status.version;
  at('logout').hidden = !status.auth_required;
  hideLogin();
  at('board').hidden = at('foot').hidden = false;
  showBanner(Date.now());
  if (!document.hidden) watch();
}

function unwatch() {
  events.close();
  logs.stop();
  stopWatchingSystem();
}

// Removes everything that only a logged-in user may see, and shows the login.
function leave(why) {
  if (!inside && !at('login-view').hidden) return;
  inside = false;
  unwatch();
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  board.clear();
  logs.clear();
  for (const id of ['board', 'logout', 'system', 'foot']) at(id).hidden = true;
  lost = '';
  showBanner(Date.now());
  showLogin(loggingOut ? LOGGED_OUT : why);
}

async function begin() {
  clearTimeout(nextBegin);
  try {
    const status = await ask('GET', '/api/status');
    if (status.authenticated) enter(status);
    else leave('Log in to see the gateways.');
    lost = '';
  } catch (failure) {
    lost = whyLost(failure);
    nextBegin = setTimeout(begin, RETRY_MS);
  }
  showBanner(Date.now());
}

// The dashboard also ends the session's streams, often before it replies:
// `loggingOut` keeps that from being shown as an expired session.
async function logOut() {
  loggingOut = true;
  try {
    await ask('POST', '/auth/logout', {});
    leave(LOGGED_OUT);
  } catch (failure) {
    hooks.notify(`Logging out failed: ${failure.message}`);
  } finally {
    loggingOut = false;
  }
}

// A hidden page closes its connections and opens them again when it is visible.
function onVisibility() {
  if (!inside) return;
  if (document.hidden) return unwatch();
  watch();
  logs.resume();
}

function tick() {
  if (document.hidden) return;
  const now = Date.now();
  board.tick(now);
  if (inside) logs.showState(now);
  if (lost) showBanner(now);
}

setUpConfirm();
setUpLogin(begin);
setUpNewProfile(hooks.notify);
at('logout').addEventListener('click', logOut);
at('new-profile').addEventListener('click', () => openNewProfile(board.names()));
at('summary-go').addEventListener('click', () => board.showWorst());
at('notice-close').addEventListener('click', () => { at('notice').hidden = true; });
at('banner-retry').addEventListener('click', () => (inside ? events.retryNow() : begin()));
document.addEventListener('visibilitychange', onVisibility);
setInterval(tick, 1000);
begin();
