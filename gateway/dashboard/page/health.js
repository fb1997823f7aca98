// Maps the members of the profiles document to texts, tones and the buttons that
// can be used. Pure.

// health: [tone, word, sentence, predicate]. Each tone has an icon and a colour.
// The summary joins a profile's name and the predicate, which defaults to "is"
// and the word.
const HEALTH = {
  ok: ['ok', 'healthy', ''],
  degraded: ['wait', 'degraded', 'It runs, but part of it does not work; see its log.'],
  draining: ['wait', 'draining', 'It finishes the turns in progress and then exits.'],
  starting: ['wait', 'starting', 'It is starting and is not ready yet.'],
  failing: ['bad', 'failing', 'It keeps exiting soon after it starts.'],
  held: ['wait', 'waiting', 'It waits until another process releases this profile\'s lock.'],
  failed: ['bad', 'failed', 'It has failed permanently and stays down until you start it again.', 'failed'],
  elsewhere: ['off', 'runs elsewhere', 'Another container that uses this volume runs it.', 'runs in another container'],
  down: ['off', 'stopped', ''],
  unknown: ['bad', 'unknown', 'Its state cannot be read.', 'has an unknown state'],
};

// state: the verbs that can be used, and why the others cannot.
const VERBS = {
  running: [['restart', 'stop'], ''],
  starting: [['restart', 'stop'], ''],
  restarting: [['stop'], ''],
  draining: [['start'], ''],
  held: [['start', 'stop'], ''],
  'backing off': [['start', 'stop'], ''],
  failed: [['start'], ''],
  down: [['start'], ''],
  'no slot': [['start'], ''],
  foreground: [[], 'It is the container\'s main command and is not supervised: stop or restart the container instead.'],
  unknown: [['start', 'restart', 'stop'], ''],
};

const NEEDS_ATTENTION = ['failing', 'failed', 'unknown', 'degraded'];

// Returns {tone, word, sentence}; a `health` that this page does not know is
// shown unchanged.
export function healthOf(profile) {
  const [tone, word, sentence] =
      HEALTH[profile.health] || ['wait', String(profile.health), ''];
  return {tone, word, sentence};
}

// Returns true if the gateway is down, and wanted down, although the next boot
// will start it.
function downAgainstIntent(profile) {
  return profile.health === 'down' && !profile.wanted_up &&
      profile.intent === 'running';
}

const needsAttention = (profile) =>
  NEEDS_ATTENTION.includes(profile.health) || Boolean(profile.problem);

// Returns {verbs, why}: the verbs that can be used, and why none can.
export function verbsFor(profile, supervised) {
  if (!supervised) {
    return {verbs: [], why: 'It is not supervised: this page cannot start, stop or restart it.'};
  }
  if (profile.health === 'elsewhere') {
    return {verbs: [], why: 'Start, stop or restart it from the container that runs it.'};
  }
  const [verbs, why] = VERBS[profile.state] || VERBS.unknown;
  return {verbs, why};
}

// Returns a text such as "up; next boot: running".
export function wantedWords(profile, supervised) {
  const next = profile.intent || 'not recorded';
  const note = downAgainstIntent(profile) ? ' (but it is down now)' : '';
  if (!supervised) return `next boot: ${next}`;
  return `${profile.wanted_up ? 'up' : 'down'}; next boot: ${next}${note}`;
}

// Returns the seconds until the supervisor tries again, or null if it is not
// backing off.
export function waitLeft(profile, secsSinceChange) {
  if (profile.state !== 'backing off' || secsSinceChange === null) return null;
  return Math.max(0, profile.delay_s - secsSinceChange);
}

// Returns true once the document shows the effect of `verb`, or that it failed.
export function isSettled(verb, before, now) {
  const failed = ['failing', 'failed', 'held'].includes(now.health);
  if (verb === 'stop') return !now.wanted_up && now.pid === null;
  const isNew = now.pid !== before.pid || now.state !== before.state;
  return isNew && (now.ready || failed);
}

function phrase(profile) {
  const row = HEALTH[profile.health] || [];
  return `${profile.name} ${row[3] || `is ${healthOf(profile).word}`}`;
}

function names(profiles) {
  const list = profiles.map(phrase);
  return list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more`
                         : list.join(', ');
}

function problemWords(profiles) {
  const unwell = profiles.filter((each) => NEEDS_ATTENTION.includes(each.health));
  if (unwell.length > 0) return names(unwell);
  return `${profiles[0].name} has a problem in its settings`;
}

const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

// Returns the summary line as {tone, text, worst}. `worst` names the profile that
// most needs attention; it is missing if none does.
export function summaryOf(profiles) {
  const bad = profiles.filter(needsAttention);
  if (bad.length > 0) {
    const need = bad.length === 1 ? 'needs' : 'need';
    const text = `${plural(bad.length, 'gateway')} ${need} attention: ${problemWords(bad)}`;
    return {tone: 'bad', text, worst: bad[0].name};
  }
  const count = (health) => profiles.filter((each) => each.health === health).length;
  const meant = profiles.filter((each) => !['down', 'elsewhere'].includes(each.health));
  const well = meant.filter((each) => each.health === 'ok');
  const others = [[count('down'), 'stopped'], [count('elsewhere'), 'in another container']]
      .filter(([some]) => some > 0).map(([some, word]) => `${some} ${word}`).join(', ');
  if (meant.length === 0) return {tone: 'off', text: `No gateway runs here: ${others}`};
  const rest = others && `, ${others}`;
  const busy = meant.find((each) => each.health !== 'ok');
  const text = `${well.length} of ${plural(meant.length, 'gateway')} healthy${rest}`;
  return busy ? {tone: 'wait', text: `${text}; ${names([busy])}`} : {tone: 'ok', text};
}
