// Drives the dashboard's page in a browser, as a user would. Prints `ok NAME` for
// each check that passes; at the first that fails, prints `not ok NAME: why` and
// exits with 1. A line `? REQUEST` asks the parent process for something that a
// page cannot do; the parent replies with a line on stdin. Environment variables:
//
//   PAGE_URL       the dashboard of two supervised profiles, default and coder
//   PAGE_LONE_URL  an unsupervised dashboard whose sessions are short
//   PAGE_USER, PAGE_PASSWORD   the login of both dashboards
//   PAGE_PICTURES  a directory for screenshots, or "" to take none
//   NODE_PATH      the directory of the Node.js libraries
'use strict';

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { chromium } = require('playwright-core');
const TABLES = require('./tables.js');

const { PAGE_URL, PAGE_LONE_URL, PAGE_USER, PAGE_PASSWORD } = process.env;
const PICTURES = process.env.PAGE_PICTURES;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE_MS = 20000;
const MOST_BYTES = 60 * 1024;
// An update within this time was pushed: a page that polls would be slower.
const PUSHED_MS = 2000;
const SESSION_SECS = 60;
const LATE_SECS = 15;
const DESKTOP = { width: 1440, height: 1000 };
const PHONE = { width: 360, height: 800 };

const OPTIONS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-proxy-server',
];

// --- the world outside the page ----------------------------------------------

const answers = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function request(words) {
  process.stdout.write(`? ${words}\n`);
  const { value } = await answers.next();
  assert.match(value, /^(done|\d+)$/, words);
}

const foreign = [];  // URLs of requests to other hosts
let errors = [];     // console errors and warnings of the page under test
let sizes = [];      // sizes of the files that the page loaded
let browser, page, lone, loneTook;

function listen(context) {
  context.setDefaultTimeout(PATIENCE_MS);
  context.on('request', (each) => {
    const url = each.url();
    const known = [PAGE_URL, PAGE_LONE_URL].some((base) => url.startsWith(`${base}/`));
    if (!known && !url.startsWith('data:')) foreign.push(url);
  });
  context.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') errors.push(line.text());
  });
  context.on('weberror', (each) => errors.push(String(each.error())));
  context.on('requestfinished', (each) => {
    sizes.push(each.sizes().then((size) => ({
      path: new URL(each.url()).pathname,
      bytes: size.responseBodySize + size.responseHeadersSize,
    })));
  });
}

async function newPage(options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, colorScheme: 'light', ...options });
  listen(context);
  return context.newPage();
}

async function picture(where, name, options = {}) {
  if (PICTURES) await where.screenshot({ path: path.join(PICTURES, `${name}.png`), ...options });
}

// --- elements of the page -----------------------------------------------------

const card = (name, where = page) => where.locator(`#profile-${name}`);
const button = (name, verb, where = page) => card(name, where).locator(`[data-verb=${verb}]`);
const part = (name, which, where = page) => card(name, where).locator(`[data-part=${which}]`);
const log = () => page.locator('#lines');

async function seen(locator, text) {
  await locator.filter({ hasText: text }).first().waitFor();
}

const isUsable = async (locator) => (await locator.getAttribute('aria-disabled')) !== 'true';

async function until(condition, what) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `timed out waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const pidOf = async (name, where = page) => part(name, 'process', where).textContent();

async function healthy(name, where = page) {
  await seen(part(name, 'word', where), 'healthy');
  await seen(part(name, 'process', where), /pid \d+, ready/);
}

async function picturesOfTheWhole() {
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  await picture(page, 'phone');
  await picture(page, 'phone-whole', { fullPage: true });
  await page.setViewportSize(DESKTOP);
}

// Returns the seconds until the page shows that its session has ended.
async function secondsUntilOver(where) {
  const since = Date.now();
  await where.locator('#login-why').filter({ hasText: 'Your session has ended.' })
    .waitFor({ timeout: 2 * SESSION_SECS * 1000 });
  return (Date.now() - since) / 1000;
}

// Returns the number of consecutive early exits that the page shows for coder.
async function earlyExits() {
  const words = /(once|(\d+) times in a row)/.exec(await part('coder', 'problems').textContent());
  if (words === null) return 0;
  return words[1] === 'once' ? 1 : Number(words[2]);
}

// Waits until another process than `otherThan` runs the gateway and is healthy.
async function healthyAgain(name, otherThan, where = page) {
  await until(async () => (await pidOf(name, where)) !== otherThan,
    `${name} has a new process`);
  await healthy(name, where);
}

async function logIn(where, password = PAGE_PASSWORD) {
  await where.fill('#login-name', PAGE_USER);
  await where.fill('#login-password', password);
  await where.click('#login button');
}

// Returns the accessibility violations that axe finds; with `rules`, only those of
// these rules.
async function violations(where, rules = null) {
  await where.evaluate(AXE);
  return where.evaluate(async (only) => {
    const { violations: list } = await window.axe.run(document, only ? { runOnly: only } : {});
    return list.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`);
  }, rules);
}

async function accessible(where, rules = null) {
  for (const colorScheme of ['light', 'dark']) {
    await where.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(where, rules), [], colorScheme);
  }
  await where.emulateMedia({ colorScheme: 'light' });
}

// Gives every element that has a tone this one, until the page's next update.
async function paint(where, tone) {
  await where.locator('[data-tone]').evaluateAll((all, value) => {
    for (const each of all) each.setAttribute('data-tone', value);
  }, tone);
}

async function widthsWithoutScroll(where, widths) {
  for (const width of widths) {
    await where.setViewportSize({ width, height: 800 });
    const { needed, wide } = await where.evaluate(() => ({
      needed: document.documentElement.scrollWidth,
      wide: [...document.querySelectorAll('body *')]
        .filter((node) => node.getBoundingClientRect().right > innerWidth)
        .map((node) => node.outerHTML.slice(0, 80)),
    }));
    assert.ok(needed <= width, `${needed} px at ${width} px: ${wide.join('\n')}`);
  }
}

async function setHidden(hidden) {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

async function openConnections() {
  const reply = await page.context().request.get(`${PAGE_URL}/api/system/stats`);
  return (await reply.json()).open_connections;
}

// Uses up all log followers that the dashboard allows. Aborting the returned
// controller releases them.
async function holdAllFollowers() {
  const cookies = await page.context().cookies();
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const held = new AbortController();
  const follow = () => fetch(`${PAGE_URL}/api/logs?follow=1&lines=1`,
    { headers: { Cookie }, signal: held.signal });
  let reply;
  do {
    reply = await follow();
  } while (reply.status === 200);
  assert.equal(reply.status, 503);
  return held;
}

// Presses Tab until `locator` has the focus.
async function tabTo(where, locator) {
  for (let n = 0; n < 80; ++n) {
    await where.keyboard.press('Tab');
    if (await locator.evaluate((node) => node === document.activeElement)) return;
  }
  assert.fail('Tab does not reach the element');
}

// --- the checks ---------------------------------------------------------------

const checks = {
  async LoadsWithoutConsoleErrors() {
    const reply = await page.goto(PAGE_URL);
    assert.match(reply.headers()['content-security-policy'], /default-src 'none'/);
    await page.waitForSelector('#login-view');
    await page.waitForLoadState('networkidle');
    assert.deepEqual(errors, []);
  },

  async PageFilesFitInSixtyKilobytes() {
    const all = (await Promise.all(sizes))
      .filter((each) => each.path === '/' || each.path.startsWith('/assets/'));
    const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
    console.log(`# ${all.length} files of the page, ${bytes} bytes with their headers`);
    assert.ok(all.some((each) => each.path === '/assets/app.js'), 'app.js was not loaded');
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  },

  // Calls the functions within the page, in the modules that it was served.
  async PureFunctionsReturnTheTablesValues() {
    for (const [module, name, member, rows] of TABLES) {
      for (const row of rows) {
        const given = row.slice(0, -1);
        const actual = await page.evaluate(async ([from, what, which, words]) => {
          const answer = (await import(`/assets/${from}.js`))[what](...words);
          return which === null ? answer : answer[which];
        }, [module, name, member, given]);
        assert.deepEqual(actual, row[row.length - 1], `${name}(${JSON.stringify(given)})`);
      }
    }
  },

  async ExplainsThatGatewaysAreNotSupervised() {
    await seen(lone.locator('#unsupervised'), 'These gateways are not supervised');
    assert.match(await lone.textContent('#unsupervised-why'), /^Nothing supervises gateways in this container: .*\.$/);
    await seen(part('default', 'word', lone), 'stopped');
    for (const verb of ['start', 'stop', 'restart']) {
      assert.ok(!(await isUsable(button('default', verb, lone))), verb);
    }
    await seen(part('default', 'why-not', lone), 'It is not supervised');
    await seen(lone.locator('#dashboard-slot'), 'not supervised');
    assert.deepEqual(await violations(lone), []);
    await picture(lone, 'unsupervised');
  },

  async LoginIsAccessibleInBothThemes() {
    await accessible(page);
    await picture(page, 'login');
  },

  async ShowsWrongPasswordAtItsField() {
    await logIn(page, 'wrong');
    await seen(page.locator('#login-error'), 'The user name or the password is wrong.');
    const field = page.locator('#login-password');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.getAttribute('aria-describedby'), 'login-error');
    assert.ok(await field.evaluate((node) => node === document.activeElement));
    assert.ok(await page.locator('#board').isHidden());
  },

  async RightPasswordOpensTheBoard() {
    await logIn(page);
    await page.waitForSelector('#profile-default');
    assert.ok(await page.locator('#login-view').isHidden());
    assert.equal(await page.inputValue('#login-password'), '');
  },

  async ShowsProfilesWithTheirStates() {
    await healthy('default');
    await healthy('coder');
    await seen(page.locator('#summary'), '2 of 2 gateways healthy');
    await seen(part('coder', 'description'), 'Reviews and writes code');
    await seen(part('coder', 'since'), /^for \d+ .*, since \d\d:\d\d:\d\d$/);
    await seen(part('coder', 'wanted'), 'up; next boot: running');
    await seen(part('coder', 'api'), /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(await page.title(), /^2 of 2 gateways healthy/);
    assert.ok(!(await isUsable(button('coder', 'start'))));
    assert.ok(await isUsable(button('coder', 'restart')));
    await seen(page.locator('#dashboard-slot'), /running for .*, pid \d+, version \d/);
  },

  async BoardIsAccessibleInBothThemes() {
    for (const each of await page.locator('details summary').all()) await each.click();
    await accessible(page);
    for (const each of await page.locator('details summary').all()) await each.click();
    for (const tone of ['bad', 'wait', 'off']) {
      await paint(page, tone);
      await accessible(page, ['color-contrast']);
    }
  },

  async RemembersThemeAcrossReloads() {
    const theme = page.locator('#theme');
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await theme.click();
    assert.equal(await ground(), light);
    await theme.click();
    await seen(theme, 'Theme: dark');
    assert.notEqual(await ground(), light);
    await page.reload();
    await seen(theme, 'Theme: dark');
    assert.notEqual(await ground(), light);
    await theme.click();
    await healthy('coder');
  },

  async ShowsKilledGatewayWithinTwoSeconds() {
    const before = await pidOf('coder');
    await request('kill coder');
    const since = Date.now();
    await page.waitForFunction((was) =>
      document.querySelector('#profile-coder [data-part=process]').textContent !== was,
    before, { polling: 'raf' });
    const took = Date.now() - since;
    console.log(`# a killed gateway is shown after ${took} ms`);
    assert.ok(took < PUSHED_MS, `${took} ms`);
    await healthyAgain('coder', before);
  },

  async TimelineShowsCauseOfExit() {
    await card('coder').locator('.timeline summary').click();
    const end = card('coder').locator('.end-item').first();
    await seen(end, 'Killed by signal 9 (SIGKILL): out of memory, or killed by hand');
    await seen(end, 'started again');
    await seen(end, /just now|\d+ s ago/);
    await seen(end.locator('time'), /^\d\d:\d\d:\d\d$/);
    await seen(card('coder').locator('h4'), 'Today');
    await seen(part('coder', 'strip'), 'Exited once in the last 12 hours');
    assert.equal(await card('coder').locator('.ends .end').count(), 1);
    await seen(part('coder', 'last-end'), 'signal 9 (SIGKILL)');
  },

  async UpdatesKeepTheFocus() {
    const before = await pidOf('default');
    await button('default', 'restart').focus();
    await request('kill default');
    await healthyAgain('default', before);
    assert.ok(await button('default', 'restart').evaluate((node) => node === document.activeElement));
    assert.ok(await card('coder').locator('.timeline').evaluate((node) => node.open));
  },

  async RestartButtonRestartsTheGateway() {
    const before = await pidOf('coder');
    await page.evaluate(() => {
      const node = document.querySelector('#profile-coder [data-part=pending]');
      window.sawPending = '';
      new MutationObserver(() => { window.sawPending += node.textContent; })
        .observe(node, { childList: true, attributes: true });
    });
    await button('coder', 'restart').click();
    await healthyAgain('coder', before);
    await part('coder', 'pending').waitFor({ state: 'hidden' });
    assert.match(await page.evaluate(() => window.sawPending), /^Restarting…/);
    await seen(card('coder').locator('.end-item').first(), 'Restarted by an operator');
  },

  async EscapeCancelsTheStopDialog() {
    const before = await pidOf('coder');
    await button('coder', 'stop').click();
    await seen(page.locator('#confirm[open]'), 'Stop coder?');
    await page.keyboard.press('Escape');
    await page.locator('#confirm').waitFor({ state: 'hidden' });
    assert.ok(await button('coder', 'stop').evaluate((node) => node === document.activeElement));
    assert.equal(await pidOf('coder'), before);
    assert.equal(await part('coder', 'pending').isVisible(), false);
  },

  async DialogsAreAccessible() {
    await button('coder', 'stop').click();
    await page.waitForSelector('#confirm[open]');
    await accessible(page);
    await picture(page, 'stop');
    await page.click('#confirm-no');
    await page.click('#new-profile');
    await page.waitForSelector('#create[open]');
    await accessible(page);
    await picture(page, 'create');
    await page.click('#create-no');
  },

  async StopAndStartButtonsWork() {
    await button('coder', 'stop').click();
    await page.click('#confirm-yes');
    await seen(part('coder', 'word'), 'stopped');
    await seen(part('coder', 'process'), 'none');
    await seen(part('coder', 'wanted'), 'down; next boot: stopped');
    await seen(page.locator('#summary'), '1 of 1 gateway healthy, 1 stopped');
    assert.ok(!(await isUsable(button('coder', 'stop'))));
    await button('coder', 'start').click();
    await healthy('coder');
    await seen(page.locator('#summary'), '2 of 2 gateways healthy');
  },

  async LogShowsNewLinesLive() {
    await button('coder', 'logs').click();
    assert.equal(await page.inputValue('[name=profile]'), 'coder');
    await seen(page.locator('#log-state'), 'live');
    await seen(log(), 'hermes-entry: gateway-coder: was killed by signal 9');
    await picturesOfTheWhole();
    await request('print coder a line that was not there before');
    await seen(log(), 'a line that was not there before');
    await request('print coder ERROR something is wrong');
    await seen(log().locator('.bad'), 'ERROR something is wrong');
    await picture(page, 'logs');
  },

  async PausedLogCountsNewLines() {
    await page.click('#log-pause');
    for (const n of [1, 2, 3]) await request(`print coder held back ${n}`);
    await seen(page.locator('#log-state'), 'paused: 3 new lines');
    assert.ok(!(await log().textContent()).includes('held back'));
    await page.click('#log-pause');
    await seen(log(), 'held back 3');
    await seen(page.locator('#log-state'), 'live');
  },

  async FilterHidesOtherLogLines() {
    await page.fill('[name=filter]', 'HELD back');
    await seen(page.locator('#log-matches'), /^3 of \d+ lines contain “HELD back”$/);
    assert.equal(await log().locator('div:visible').count(), 3);
    assert.equal(await log().locator('mark').count(), 3);
    await request('print coder held back 4');
    await seen(page.locator('#log-matches'), /^4 of /);
    await page.fill('[name=filter]', 'there is no such line');
    await seen(page.locator('#log-note'), 'No line matches the filter.');
    await page.fill('[name=filter]', '');
    await seen(log(), 'a line that was not there before');
  },

  async LogKeepsTheLastTwoThousandLines() {
    await request('flood coder');
    await seen(log(), 'flood 2500');
    assert.equal(await log().locator('div').count(), 2000);
    assert.ok(!(await log().textContent()).includes('flood 500\n'));
    assert.ok(await log().evaluate((node) =>
      node.scrollTop + node.clientHeight >= node.scrollHeight - 2), 'it is not at the end');
    await log().evaluate((node) => { node.scrollTop = 0; });
    await page.waitForSelector('#log-end');
    await request('print coder after the flood');
    await seen(page.locator('#log-end'), '1 new line: jump to the end');
    await page.click('#log-end');
    await page.locator('#log-end').waitFor({ state: 'hidden' });
  },

  async EmptyLogShowsANote() {
    await page.selectOption('[name=file]', 'errors');
    await page.selectOption('[name=profile]', 'default');
    await seen(page.locator('#log-note'), 'Nothing has been logged yet');
    await page.selectOption('[name=file]', 'current');
    await button('coder', 'logs').click();
    await seen(log(), 'after the flood');
  },

  async HiddenPageClosesItsConnections() {
    const before = await openConnections();
    await setHidden(true);
    await until(async () => (await openConnections()) <= before - 2,
      'two streams are closed');
    await request('print coder while the page was hidden');
    await setHidden(false);
    await seen(log(), 'while the page was hidden');
    assert.ok(!(await log().textContent()).includes('lines are missing here'));
    await healthy('coder');
  },

  async RefusedLogShowsReasonAndRecovers() {
    await setHidden(true);
    const followers = await holdAllFollowers();
    await setHidden(false);
    await seen(page.locator('#log-note'), /The log cannot be read: Too many such requests/);
    await seen(page.locator('#log-state'), /interrupted; retrying/);
    followers.abort();
    await seen(page.locator('#log-state'), 'live');
    await page.locator('#log-note').waitFor({ state: 'hidden' });
    await seen(log(), 'while the page was hidden');
  },

  async ShowsSystemFigures() {
    await seen(page.locator('#memory'), /\d [KMGT]iB of \d+.* [GT]iB/);
    await seen(page.locator('#disk'), / of /);
    await seen(page.locator('#load'), /^\d+\.\d\d/);
    await seen(page.locator('#uptime'), /\d (s|min|h|d)/);
  },

  async ShowsInvalidProfileNameAtItsField() {
    await page.click('#new-profile');
    await page.fill('#create-name', 'Not A Name');
    await page.click('#create button.main');
    await seen(page.locator('#create-name-error'), 'Use a-z, 0-9, _ and -');
    await page.fill('#create-name', 'coder');
    await page.click('#create button.main');
    await seen(page.locator('#create-name-error'), /coder.*(exists|there)/);
    assert.equal(await page.getAttribute('#create-name', 'aria-invalid'), 'true');
    await page.fill('#create-name', 'root');
    await page.click('#create button.main');
    await seen(page.locator('#create-name-error'), 'reserved');
  },

  async CreatesProfile() {
    await page.fill('#create-name', 'writer');
    await page.fill('#create-description', 'Drafts <b>release</b> notes');
    await page.selectOption('#create-source', 'coder');
    await page.click('#create button.main');
    await page.locator('#create').waitFor({ state: 'hidden' });
    await seen(page.locator('#notice'), 'Profile writer was created.');
    await seen(part('writer', 'word'), 'stopped');
    await seen(part('writer', 'description'), 'Drafts <b>release</b> notes');
    await seen(part('writer', 'strip'), 'No exits in the last 12 hours.');
  },

  async DeletesProfileOnlyAfterItsNameIsTyped() {
    await card('writer').locator('details').last().locator('summary').click();
    await button('writer', 'delete').click();
    await page.click('#confirm-yes');
    await seen(page.locator('#confirm-error'), 'Type “writer” exactly.');
    await page.fill('#confirm-typed', 'writer');
    await page.click('#confirm-yes');
    await card('writer').waitFor({ state: 'detached' });
    await seen(page.locator('#notice'), 'Profile writer was deleted.');
    await page.click('#notice-close');
    assert.equal(await button('default', 'delete').isVisible(), false);
  },

  async DoesNotScrollSidewaysOnPhone() {
    await widthsWithoutScroll(page, [PHONE.width, 320]);
    await page.locator('details').evaluateAll((all) => all.forEach((each) => { each.open = true; }));
    await widthsWithoutScroll(page, [PHONE.width, 320]);
    await page.locator('details').evaluateAll((all) => all.forEach((each) => { each.open = false; }));
    await page.setViewportSize(PHONE);
  },

  async HasLargeTouchTargetsOnPhone() {
    const small = await page.locator('button:visible, select:visible, input:visible, summary:visible')
      .evaluateAll((nodes) => nodes
        .map((node) => ({ text: node.textContent, box: node.getBoundingClientRect() }))
        .filter(({ box }) => box.height < 44 || box.width < 44)
        .map(({ text, box }) => `${text}: ${box.width} x ${box.height}`));
    assert.deepEqual(small, []);
    await page.setViewportSize(DESKTOP);
  },

  async KeyboardAloneLogsInAndRestarts() {
    const other = await newPage();
    await other.goto(PAGE_URL);
    await other.waitForSelector('#login-view');
    await tabTo(other, other.locator('.skip'));
    await tabTo(other, other.locator('#login-name'));
    await other.keyboard.type(PAGE_USER);
    await other.keyboard.press('Tab');
    await other.keyboard.type(PAGE_PASSWORD);
    await other.keyboard.press('Enter');
    await healthy('coder', other);
    const before = await pidOf('coder', other);
    await tabTo(other, button('coder', 'restart', other));
    const outline = await button('coder', 'restart', other)
      .evaluate((node) => getComputedStyle(node).outlineStyle);
    assert.equal(outline, 'solid', 'the focus is not visible');
    await other.keyboard.press('Enter');
    await healthyAgain('coder', before, other);
    await other.context().close();
  },

  async ShowsFailingGatewayAndItsNextRetry() {
    await card('coder').locator('.timeline').evaluate((node) => { node.open = true; });
    // The sixth early exit in a row delays the restart by 16 s, which leaves time
    // for the checks below.
    for (let exits = 0; exits < 6; exits = await earlyExits()) {
      await healthy('coder');
      if (exits > 1) await seen(part('coder', 'problems'), 'It is running again');
      const before = await pidOf('coder');
      await request('kill coder');
      await until(async () => (await pidOf('coder')) !== before,
        'coder has a new process or none');
    }
    await seen(page.locator('#summary'), '1 gateway needs attention: coder is failing');
    await seen(part('coder', 'says'), /It keeps exiting soon after it starts. It tries again in \d+ s/);
    const first = await part('coder', 'says').textContent();
    await until(async () => (await part('coder', 'says').textContent()) !== first,
      'the page counts down');
    assert.match(await page.title(), /^1 gateway needs attention/);
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, 'failing');
    await page.setViewportSize(PHONE);
    await page.click('#summary-go');
    await picture(page, 'phone-failing');
    await page.setViewportSize(DESKTOP);
    await page.click('#summary-go');
    assert.ok(await part('coder', 'name').evaluate((node) => node === document.activeElement));
    await seen(button('coder', 'start'), 'Start now');
    await button('coder', 'start').click();
    await healthy('coder');
  },

  async ShowsThatTheDashboardIsUnreachable() {
    await request('down dashboard');
    await seen(page.locator('#banner'), 'The dashboard is unreachable.');
    await seen(page.locator('#banner'), /This page shows the state at \d\d:\d\d:\d\d/);
    await seen(page.locator('#banner'), /Retrying (now|in \d+ s)/);
    assert.ok(await card('coder').isVisible());
    await button('coder', 'restart').click();
    await seen(part('coder', 'failure'), 'Could not restart it: The dashboard does not answer.');
    await picture(page, 'unreachable');
  },

  async ReconnectsWhenTheDashboardReturns() {
    await request('up dashboard');
    await page.locator('#banner').waitFor({ state: 'hidden' });
    const before = await pidOf('coder');
    await request('kill coder');
    await healthyAgain('coder', before);
    await request('print coder after the dashboard has returned');
    await seen(log(), 'after the dashboard has returned');
  },

  async LoggingOutAlsoLogsOutOtherTabs() {
    const first = await newPage();
    await first.goto(PAGE_URL);
    await first.waitForSelector('#login-view');
    await logIn(first);
    await first.waitForSelector('#profile-default');
    const second = await first.context().newPage();
    await second.goto(PAGE_URL);
    await second.waitForSelector('#profile-default');
    const Cookie = (await first.context().cookies())
      .map(({ name, value }) => `${name}=${value}`).join('; ');
    await first.click('#logout');
    await seen(first.locator('#login-why'), 'You have logged out.');
    await seen(second.locator('#login-why'), 'Your session has ended.');
    const copied = await fetch(`${PAGE_URL}/api/profiles`, { headers: { Cookie } });
    assert.equal(copied.status, 401);
    await first.context().close();
  },

  async DeletedCookiesLeadToTheLogin() {
    await page.context().clearCookies();
    await button('coder', 'restart').click();
    await seen(page.locator('#login-why'), 'Your session has ended.');
    assert.ok(await page.locator('#board').isHidden());
    assert.equal(await page.locator('#profiles article').count(), 0);
    assert.equal(await log().textContent(), '');
  },

  async ExpiredSessionLeadsToTheLogin() {
    const took = await loneTook;
    console.log(`# a session of ${SESSION_SECS} s ended after ${took} s`);
    assert.ok(took > SESSION_SECS - 5 && took < SESSION_SECS + LATE_SECS, `after ${took} s`);
  },

  async TooManyAttemptsStartACountdown() {
    await lone.setViewportSize(PHONE);
    const shown = lone.locator('#login-error');
    for (let n = 0; n < 12; ++n) {
      await logIn(lone, `wrong ${n}`);
      await seen(shown, /is wrong|Too many/);
      if ((await shown.textContent()).includes('Too many')) break;
      await lone.fill('#login-password', '');
    }
    await seen(shown, /Too many attempts. Try again in \d+ s/);
    const first = await shown.textContent();
    assert.ok(!(await isUsable(lone.locator('#login button'))));
    await until(async () => (await shown.textContent()) !== first, 'the page counts down');
    await picture(lone, 'attempts');
  },

  async LoadsNothingFromOtherHosts() {
    assert.deepEqual(foreign, []);
  },
};

async function main() {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: OPTIONS });
  lone = await newPage();
  await lone.goto(PAGE_LONE_URL);
  await lone.waitForSelector('#login-view');
  await logIn(lone);
  await lone.waitForSelector('#profile-default');
  loneTook = secondsUntilOver(lone).catch(() => Infinity);
  errors = [];
  sizes = [];
  page = await newPage();
  for (const name of Object.keys(checks)) {
    try {
      await checks[name]();
      console.log(`ok ${name}`);
    } catch (error) {
      await picture(page, 'failed').catch(() => {});
      console.log(`not ok ${name}: ${error.stack}`);
      if (errors.length > 0) console.log(`# console: ${errors.join('\n# ')}`);
      return 1;
    }
  }
  return 0;
}

main().then(async (code) => {
  await browser.close();
  process.exit(code);
}, (error) => {
  console.log(`not ok Start: ${error.stack}`);
  process.exit(1);
});
