// Why a gateway ended and what came of it, in words. Pure. Reads what the slot
// wrote leniently: what is not understood is shown as it is.

const SIGNALS = {
  1: ['SIGHUP', 'its terminal or session went away'],
  2: ['SIGINT', 'interrupted'],
  3: ['SIGQUIT', 'told to quit'],
  4: ['SIGILL', 'it crashed: an instruction this processor does not have'],
  6: ['SIGABRT', 'it gave up by itself: an internal error'],
  7: ['SIGBUS', 'it crashed: memory or a file went away'],
  8: ['SIGFPE', 'it crashed: an arithmetic error'],
  9: ['SIGKILL', 'out of memory, or killed by hand'],
  11: ['SIGSEGV', 'it crashed: a memory error'],
  13: ['SIGPIPE', 'nobody read what it wrote'],
  14: ['SIGALRM', 'a timer ran out'],
  15: ['SIGTERM', 'told to end by somebody other than its supervisor'],
  24: ['SIGXCPU', 'over its limit of processor time'],
  25: ['SIGXFSZ', 'over its limit of file size'],
  31: ['SIGSYS', 'a system call that is forbidden here'],
};

const CODES = {
  0: 'an orderly end',
  1: 'an error; its log says more',
  2: 'an error; its log says more',
  64: 'its command line is wrong',
  69: 'a program that it needs is missing or failed',
  70: 'an internal error',
  71: 'a system call failed',
  73: 'a file or directory could not be made',
  75: 'it asked to be started again',
  77: 'not permitted',
  78: 'its configuration is wrong',
  126: 'its program cannot be executed',
  127: 'its program was not found',
};

// [pattern, kind, words]: kind is how much an end matters, a word of the style
// sheet as well: bad, wait, off.
const OUTCOMES = [
  [/^it stays down: (.*)$/, 'bad', (m) => `stays down: ${m[1]}`],
  [/^it is started again at once/, 'wait', () => 'started again at once'],
  [/^it is started again in (\d+) s/, 'wait', (m) => `started again after ${m[1]} s`],
];

export function signalMeaning(number) {
  const known = SIGNALS[number];
  return known ? `signal ${number} (${known[0]}): ${known[1]}` : `signal ${number}`;
}

// "exit code 78: its configuration is wrong"
export function codeMeaning(code) {
  if (code in CODES) return `exit code ${code}: ${CODES[code]}`;
  if (code > 128 && code < 193) return signalMeaning(code - 128);
  return `exit code ${code}: the program's own`;
}

function causeWords(cause) {
  const killed = /^was killed by signal (\d+)/.exec(cause);
  if (killed) return `Killed by ${signalMeaning(Number(killed[1]))}`;
  const ended = /^ended with exit code (\d+)/.exec(cause);
  if (ended) {
    const words = codeMeaning(Number(ended[1]));
    return words.startsWith('signal') ? `Ended by ${words}` : `Ended with ${words}`;
  }
  if (/^ended before/.test(cause)) return 'Ended before the gateway began';
  return cause;
}

// The code of an end that somebody asked for says nothing.
function byOperator(restart) {
  if (!/^an operator asked for its restart/.test(restart.outcome)) return null;
  return {cause: 'Restarted by an operator', outcome: restart.cause.replace(/ after \d+ s$/, ''), kind: 'off'};
}

// One element of `restarts` as {at: Date, cause, outcome, lasted, kind}; `lasted`
// is in seconds, or null.
export function readEnd(restart) {
  const lasted = /after (\d+) s$/.exec(restart.cause);
  const row = OUTCOMES.find(([pattern]) => pattern.test(restart.outcome));
  return {
    at: new Date(restart.at),
    cause: causeWords(restart.cause),
    outcome: row ? row[2](row[0].exec(restart.outcome)) : restart.outcome,
    lasted: lasted ? Number(lasted[1]) : null,
    kind: row ? row[1] : 'wait',
    ...byOperator(restart),
  };
}

// True if `code` is how it ended when an operator had it restarted.
function wasAskedFor(latest, code) {
  const asked = latest && byOperator(latest);
  return Boolean(asked) && asked.outcome === `ended with exit code ${code}`;
}

// The latest end in words: of the supervisor, and where a start by hand has made
// that forget it, of the log.
export function lastEnd(profile) {
  const [latest] = profile.restarts;
  const code = profile.last_exit_code;
  if (code === null) return latest ? readEnd(latest).cause : 'none known';
  if (wasAskedFor(latest, code)) return `exit code ${code}, restarted by an operator`;
  return codeMeaning(code);
}
