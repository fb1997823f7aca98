// What the document's words mean, and what can be done. Pure.

// health: [tone, word, sentence, words behind a name]. Tones are icons and
// colours as well; without the last, it is "is" and the word.
const HEALTH = {
  ok: ['ok', 'healthy', ''],
  degraded: ['wait', 'degraded', 'It runs, but a part of it does not work; its log says more.'],
  draining: ['wait', 'finishing', 'It finishes what is under way and then ends.'],
  starting: ['wait', 'starting', 'It is being started and is not ready yet.'],
  failing: ['bad', 'failing', 'It keeps ending soon after its start.'],
  held: ['wait', 'held back', 'Another one took over; it waits before it tries again.'],
  failed: ['bad', 'failed', 'It has failed for good and is not tried again until somebody starts it.', 'has failed'],
  elsewhere: ['off', 'runs elsewhere', 'Another container that uses this volume runs it.', 'runs elsewhere'],
  down: ['off', 'stopped', ''],
  unknown: ['bad', 'unknown', 'Its state cannot be read.', 'cannot be seen'],
};

// state: the verbs that make sense, and why the others do not.
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
  foreground: [[], 'It is the container\'s own command, not supervised: stop or restart the container.'],
  unknown: [['start', 'restart', 'stop'], ''],
};

const NEEDS_YOU = ['failing', 'failed', 'unknown', 'degraded'];

// {tone, word, sentence}; a word this page does not know is shown as it is.
export function healthOf(profile) {
  const [tone, word, sentence] =
      HEALTH[profile.health] || ['wait', String(profile.health), ''];
  return {tone, word, sentence};
}

// Down although the next boot is to start it, or the supervisor wants it up.
function downAgainstIntent(profile) {
  return profile.health === 'down' && !profile.wanted_up &&
      profile.intent === 'running';
}

const needsYou = (profile) =>
  NEEDS_YOU.includes(profile.health) || Boolean(profile.problem);

// {verbs, why}: what can be asked for, and why nothing can.
export function verbsFor(profile, supervised) {
  if (!supervised) {
    return {verbs: [], why: 'Nothing supervises it, so it cannot be operated from here.'};
  }
  if (profile.health === 'elsewhere') {
    return {verbs: [], why: 'It is operated where it runs.'};
  }
  const [verbs, why] = VERBS[profile.state] || VERBS.unknown;
  return {verbs, why};
}

// "wanted up; next boot: running"
export function wantedWords(profile, supervised) {
  const next = profile.intent || 'not recorded';
  const note = downAgainstIntent(profile) ? ' (but it is down now)' : '';
  if (!supervised) return `next boot: ${next}`;
  return `${profile.wanted_up ? 'up' : 'down'}; next boot: ${next}${note}`;
}

// Seconds until the supervisor tries again; null where it does not wait.
export function waitLeft(profile, secsSinceChange) {
  if (profile.state !== 'backing off' || secsSinceChange === null) return null;
  return Math.max(0, profile.delay_s - secsSinceChange);
}

// True once the document shows what `verb` was to bring about.
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
  const unwell = profiles.filter((each) => NEEDS_YOU.includes(each.health));
  if (unwell.length > 0) return names(unwell);
  return `${profiles[0].name} has a problem in its settings`;
}

const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

// The line at the top: {tone, text, worst}; `worst` is the profile that needs
// somebody first, if one does.
export function summaryOf(profiles) {
  const bad = profiles.filter(needsYou);
  if (bad.length > 0) {
    const need = bad.length === 1 ? 'needs' : 'need';
    return {tone: 'bad', text: `${bad.length} ${need} you: ${problemWords(bad)}`, worst: bad[0].name};
  }
  const count = (health) => profiles.filter((each) => each.health === health).length;
  const meant = profiles.filter((each) => !['down', 'elsewhere'].includes(each.health));
  const well = meant.filter((each) => each.health === 'ok');
  const others = [[count('down'), 'stopped'], [count('elsewhere'), 'elsewhere']]
      .filter(([some]) => some > 0).map(([some, word]) => `${some} ${word}`).join(', ');
  if (meant.length === 0) return {tone: 'off', text: `No gateway runs here: ${others}`};
  const rest = others && `, ${others}`;
  const busy = meant.find((each) => each.health !== 'ok');
  const text = `${well.length} of ${plural(meant.length, 'gateway')} healthy${rest}`;
  return busy ? {tone: 'wait', text: `${text}; ${names([busy])}`} : {tone: 'ok', text};
}
