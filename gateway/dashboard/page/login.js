// The login form.
import {ask} from '/assets/api.js';
import {at, setAttribute, setNote, setText, setUsable, isUsable} from '/assets/dom.js';

let countdown = null;

function showError(message) {
  setNote(at('login-error'), message);
  setAttribute(at('login-password'), 'aria-invalid', message ? 'true' : null);
}

function stopWaiting() {
  clearInterval(countdown);
  setUsable(at('login').querySelector('button'), true);
  showError('');
}

// Disables the form for `secs` seconds after too many attempts, and counts them
// down in the error message.
function waitFor(secs) {
  const until = Date.now() + secs * 1000;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) return stopWaiting();
    setNote(at('login-error'), `Too many attempts. Try again in ${left} s.`);
  };
  setUsable(at('login').querySelector('button'), false);
  clearInterval(countdown);
  countdown = setInterval(show, 1000);
  show();
}

function isComplete(given) {
  const named = given.username.value !== '';
  setNote(at('login-name-error'), named ? '' : 'Enter your user name.');
  setAttribute(given.username, 'aria-invalid', named ? null : 'true');
  showError(given.password.value ? '' : 'Enter your password.');
  if (!named) given.username.focus();
  else if (!given.password.value) given.password.focus();
  return named && given.password.value !== '';
}

async function logIn(event, done) {
  event.preventDefault();
  const given = at('login').elements;
  const button = at('login').querySelector('button');
  if (!isUsable(button) || !isComplete(given)) return;
  setUsable(button, false);
  try {
    await ask('POST', '/auth/password-login',
        {username: given.username.value, password: given.password.value});
    given.password.value = '';
    setUsable(button, true);
    done();
  } catch (failure) {
    setUsable(button, true);
    if (failure.status === 429) return waitFor(failure.retryAfter || 60);
    showError(failure.message);
    given.password.select();
    given.password.focus();
  }
}

// Shows the form, and `why` a login is needed.
export function showLogin(why) {
  setText(at('login-why'), why);
  at('login-view').hidden = false;
  const given = at('login').elements;
  (given.username.value ? given.password : given.username).focus();
}

export function hideLogin() {
  at('login-view').hidden = true;
}

// `done()` is called after a login.
export function setUpLogin(done) {
  at('login').addEventListener('submit', (event) => logIn(event, done));
}
