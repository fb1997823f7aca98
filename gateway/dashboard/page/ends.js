// Describes why a gateway exited and what the slot did next. Pure. The slot's
// texts are parsed leniently: a text that is not recognised is shown unchanged.

const SIGNALS = {
  1: ['SIGHUP', 'its terminal or session was closed'],
  2: ['SIGINT', 'interrupted'],
  3: ['SIGQUIT', 'asked to quit'],
  4: ['SIGILL', 'it crashed: an instruction this processor does not have'],
  6: ['SIGABRT', 'it aborted itself: an internal error'],
  7: ['SIGBUS', 'it crashed: memory or a file was no longer there'],
  8: ['SIGFPE', 'it crashed: an arithmetic error'],
  9: ['SIGKILL', 'out of memory, or killed by hand'],
  11: ['SIGSEGV', 'it crashed: a memory error'],
  13: ['SIGPIPE', 'it wrote to a closed pipe or connection'],
  14: ['SIGALRM', 'a timer expired'],
  15: ['SIGTERM', 'asked to stop, but not by its supervisor'],
  24: ['SIGXCPU', 'it exceeded its CPU time limit'],
  25: ['SIGXFSZ', 'it exceeded its file size limit'],
  31: ['SIGSYS', 'it made a system call that is forbidden here'],
};

const CODES = {
  0: 'a normal exit',
  1: 'an error; see its log',
  2: 'an error; see its log',
  64: 'its command line is wrong',
  69: 'a program that it needs is missing or failed',
  70: 'an internal error',
  71: 'a system call failed',
  73: 'a file or directory could not be created',
  75: 'it asked to be restarted',
  77: 'not permitted',
  78: 'its configuration is wrong',
  126: 'its program cannot be executed',
  127: 'its program was not found',
};

// [pattern, kind, words]: `kind` is how serious the exit is (bad, wait, off); the
// style sheet has a class of the same name.
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
  return `exit code ${code}: defined by the program itself`;
}

function causeWords(cause) {
  const killed = /^was killed by signal (\d+)/.exec(cause);
  if (killed) return `Killed by ${signalMeaning(Number(killed[1]))}`;
  const ended = /^ended with exit code (\d+)/.exec(cause);
  if (ended) {
    const words = codeMeaning(Number(ended[1]));
    return words.startsWith('signal') ? `Ended by ${words}` : `Ended with ${words}`;
  }
  if (/^ended before/.test(cause)) return 'Ended before the gateway started';
  return cause;
}

// Returns the members that readEnd() overrides if an operator requested the
// restart (the exit code is not an error then), or null otherwise.
function byOperator(restart) {
  if (!/^an operator asked for its restart/.test(restart.outcome)) return null;
  return {cause: 'Restarted by an operator', outcome: restart.cause.replace(/ after \d+ s$/, ''), kind: 'off'};
}

// Parses one element of `restarts` to {at: Date, cause, outcome, lasted, kind};
// `lasted` is in seconds, or null.
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

// Returns true if `code` is the exit code of a restart that an operator requested.
function wasAskedFor(latest, code) {
  const asked = latest && byOperator(latest);
  return Boolean(asked) && asked.outcome === `ended with exit code ${code}`;
}

// Describes the latest exit: the one that the supervisor reports, or, if a manual
// start made the supervisor forget it, the latest one in the log.
export function lastEnd(profile) {
  const [latest] = profile.restarts;
  const code = profile.last_exit_code;
  if (code === null) return latest ? readEnd(latest).cause : 'none recorded';
  if (wasAskedFor(latest, code)) return `exit code ${code}, restarted by an operator`;
  return codeMeaning(code);
}
