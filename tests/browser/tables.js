// Expected results of the page's pure functions, as rows [arguments..., expected].
// drive.js calls the functions in the modules that the dashboard serves.
'use strict';

const at = '2026-11-24T14:03:12Z';
const end = (cause, outcome = 'it is started again at once') => ({ at, cause, outcome });
const profile = (more) => ({
  name: 'coder', health: 'ok', state: 'running', wanted_up: true, ready: true,
  intent: 'running', pid: 7, problem: null, delay_s: 0, ...more,
});

// [module, function, member of the result (null: the result itself), rows]
module.exports = [
  ['ends', 'readEnd', 'cause', [
    [end('was killed by signal 9 (it may have been out of memory) after 3 s'),
      'Killed by signal 9 (SIGKILL): out of memory, or killed by hand'],
    [end('was killed by signal 11 after 3 s'), 'Killed by signal 11 (SIGSEGV): it crashed: a memory error'],
    [end('was killed by signal 40 after 3 s'), 'Killed by signal 40'],
    [end('ended with exit code 78 after 0 s'), 'Ended with exit code 78: its configuration is wrong'],
    [end('ended with exit code 143 after 9 s'),
      'Ended by signal 15 (SIGTERM): asked to stop, but not by its supervisor'],
    [end('ended with exit code 42 after 9 s'), 'Ended with exit code 42: defined by the program itself'],
    [end('ended with exit code 255'), 'Ended with exit code 255: defined by the program itself'],
    [end('ended before the gateway began'), 'Ended before the gateway started'],
    [end('went up in smoke'), 'went up in smoke'],
    [end('ended with exit code 1 after 9 s',
      'an operator asked for its restart, so it is started again at once'), 'Restarted by an operator'],
  ]],
  ['ends', 'readEnd', 'outcome', [
    [end('x', 'it is started again at once'), 'started again at once'],
    [end('x', 'it is started again in 4 s'), 'started again after 4 s'],
    [end('x', 'it stays down: its profile\'s directory no longer exists'),
      'stays down: its profile\'s directory no longer exists'],
    [end('x', 'an unknown outcome'), 'an unknown outcome'],
    [end('ended with exit code 1 after 9 s', 'an operator asked for its restart, so it'),
      'ended with exit code 1'],
  ]],
  ['ends', 'readEnd', 'kind', [
    [end('x', 'it stays down: because'), 'bad'],
    [end('x', 'it is started again in 4 s'), 'wait'],
    [end('x', 'an operator asked for its restart, so it is'), 'off'],
  ]],
  ['ends', 'readEnd', 'lasted', [
    [end('ended with exit code 1 after 61 s'), 61],
    [end('ended before the gateway began'), null],
  ]],
  ['ends', 'lastEnd', null, [
    [{ last_exit_code: 78, restarts: [end('was killed by signal 9 after 3 s')] },
      'exit code 78: its configuration is wrong'],
    [{ last_exit_code: null, restarts: [end('ended with exit code 1 after 9 s'), end('x')] },
      'Ended with exit code 1: an error; see its log'],
    [{ last_exit_code: null, restarts: [] }, 'none recorded'],
    [{ last_exit_code: 1, restarts: [end('ended with exit code 1 after 3 s', 'an operator asked for its restart')] },
      'exit code 1, restarted by an operator'],
    [{ last_exit_code: 0, restarts: [end('ended with exit code 1 after 3 s', 'an operator asked for its restart')] },
      'exit code 0: a normal exit'],
  ]],
  ['health', 'summaryOf', 'text', [
    [[profile()], '1 of 1 gateway healthy'],
    [[profile(), profile({ health: 'down' })], '1 of 1 gateway healthy, 1 stopped'],
    [[profile(), profile({ health: 'starting' })], '1 of 2 gateways healthy; coder is starting'],
    [[profile({ health: 'down' })], 'No gateway runs here: 1 stopped'],
    [[profile(), profile({ health: 'failed' })], '1 gateway needs attention: coder failed'],
    [[profile({ health: 'failing' }), profile({ health: 'unknown' })],
      '2 gateways need attention: coder is failing, coder has an unknown state'],
    [[profile({ problem: 'port taken' })],
      '1 gateway needs attention: coder has a problem in its settings'],
    [[profile({ health: 'elsewhere' }), profile({ health: 'down' })],
      'No gateway runs here: 1 stopped, 1 in another container'],
    [[profile(), profile({ health: 'elsewhere' })], '1 of 1 gateway healthy, 1 in another container'],
    [[profile({ health: 'sleeping' })], '0 of 1 gateway healthy; coder is sleeping'],
  ]],
  ['health', 'summaryOf', 'tone', [
    [[profile()], 'ok'],
    [[profile({ health: 'draining' })], 'wait'],
    [[profile({ health: 'degraded' })], 'bad'],
    [[profile({ health: 'down' })], 'off'],
  ]],
  ['health', 'verbsFor', 'verbs', [
    [profile(), true, ['restart', 'stop']],
    [profile(), false, []],
    [profile({ state: 'backing off' }), true, ['start', 'stop']],
    [profile({ state: 'draining' }), true, ['start']],
    [profile({ state: 'down' }), true, ['start']],
    [profile({ state: 'down', health: 'elsewhere' }), true, []],
    [profile({ state: 'foreground' }), true, []],
    [profile({ state: 'something new' }), true, ['start', 'restart', 'stop']],
  ]],
  ['health', 'wantedWords', null, [
    [profile(), true, 'up; next boot: running'],
    [profile({ wanted_up: false, intent: null }), true, 'down; next boot: not recorded'],
    [profile({ wanted_up: false, health: 'down' }), true, 'down; next boot: running (but it is down now)'],
    [profile(), false, 'next boot: running'],
  ]],
  ['health', 'waitLeft', null, [
    [profile({ state: 'backing off', delay_s: 8 }), 3, 5],
    [profile({ state: 'backing off', delay_s: 8 }), 9, 0],
    [profile({ state: 'backing off', delay_s: 8 }), null, null],
    [profile({ delay_s: 8 }), 3, null],
  ]],
  ['health', 'isSettled', null, [
    ['start', profile({ state: 'down', pid: null }), profile(), true],
    ['start', profile({ state: 'down', pid: null }), profile({ state: 'starting', ready: false }), false],
    ['start', profile({ state: 'down', pid: null }),
      profile({ state: 'backing off', health: 'failing', ready: false }), true],
    ['restart', profile(), profile(), false],
    ['restart', profile(), profile({ pid: 8 }), true],
    ['stop', profile(), profile({ wanted_up: false }), false],
    ['stop', profile(), profile({ wanted_up: false, pid: null }), true],
  ]],
  ['times', 'span', null, [
    [0, '0 s'], [-3, '0 s'], [59.9, '59 s'], [60, '1 min'], [61, '1 min 1 s'], [3600, '1 h'],
    [7500, '2 h 5 min'], [90000, '1 d 1 h'],
  ]],
  ['logs', 'levelOf', null, [
    ['2026-11-24T14:22:33+0000 WARNING stop_watcher.cc:96: SIGTERM', 'wait'],
    ['ERROR something is wrong', 'bad'],
    ['E1124 10:58:44.123456 12 file.cc:1] bad', 'bad'],
    ['hermes-entry: gateway-coder: was killed', 'own'],
    ['DEBUG x', 'dim'],
    ['the word comes after the first forty characters: ERROR', ''],
    ['profile: coder', ''],
  ]],
  ['logs', 'newLines', null, [
    [[], ['a', 'b'], { lines: ['a', 'b'], gap: false }],
    [['a', 'b'], ['a', 'b', 'c'], { lines: ['c'], gap: false }],
    [['a', 'b'], ['a', 'b'], { lines: [], gap: false }],
    [['a', 'b', 'b'], ['a', 'b', 'b', 'c'], { lines: ['c'], gap: false }],
    [['a', 'b'], ['x', 'y'], { lines: ['x', 'y'], gap: true }],
    [['a', 'b'], [], { lines: [], gap: false }],
    [['a', 'b'], ['b', 'c'], { lines: ['c'], gap: false }],
  ]],
];
