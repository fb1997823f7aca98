// Wires the page: who is logged in, what is watched, and while it is seen.
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
  sessionOver: () => leave('Your session is over. Log in again.'),
  showLogs: (name) => logs.choose(name),
  told: (words) => {
    setText(at('told-text'), words);
    at('told').hidden = false;
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
let inside = false;  // somebody is logged in, or nobody has to be
let lost = '';       // what keeps the dashboard from answering
let loggingOut = false;  // the end of the session was asked for here

function whyLost(failure) {
  if (failure.status === 0) return 'The dashboard is unreachable.';
  return `The dashboard answers with an error: ${failure.message}`;
}

function showBanner(now) {
  at('banner').hidden = !lost;
  document.body.classList.toggle('stale', lost !== '' && board.receivedAt !== null);
  if (!lost) return;
  const seen = board.receivedAt === null ? ''
    : ` What you see is from ${clock(new Date(board.receivedAt))}.`;
  setText(at('banner-text'), lost + seen);
  const when = inside ? retryWords(events, now) : 'in a moment';
  setText(at('banner-countdown'), `Trying again ${when}.`);
}

// After it was away the dashboard may be another one than the page's.
async function checkVersion() {
  const status = await ask('GET', '/api/status').catch(() => null);
  if (!status || status.version === board.version) return;
  hooks.told(`The dashboard is now version ${status.version}: reload this page.`);
}

async function onEvents(stream) {
  if (stream.live) {
    if (lost) checkVersion();
    lost = '';
    showBanner(Date.now());
    return;
  }
  if (stream.retryAt === null) return showBanner(Date.now());
  // An error's reply, or none at all? The stream does not say.
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
    // A connection may be dead without anybody having noticed.
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

// Takes away everything that only who is logged in may see.
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

// The streams of the session end too, often before the reply comes.
async function logOut() {
  loggingOut = true;
  try {
    await ask('POST', '/auth/logout', {});
    leave(LOGGED_OUT);
  } catch (failure) {
    hooks.told(`Logging out failed: ${failure.message}`);
  } finally {
    loggingOut = false;
  }
}

// Who does not look needs no connection.
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
setUpNewProfile(hooks.told);
at('logout').addEventListener('click', logOut);
at('new-profile').addEventListener('click', () => openNewProfile(board.names()));
at('summary-go').addEventListener('click', () => board.showWorst());
at('told-close').addEventListener('click', () => { at('told').hidden = true; });
at('banner-retry').addEventListener('click', () => (inside ? events.retryNow() : begin()));
document.addEventListener('visibilitychange', onVisibility);
setInterval(tick, 1000);
begin();
