// Shows the exits of a profile's gateway: a strip of the last hours, and a list
// by days.
import {drawing, element, setText} from '/assets/dom.js';
import {readEnd} from '/assets/ends.js';
import {ago, clock, day, dayAndClock, span} from '/assets/times.js';

const STRIP_HOURS = 12;
const STRIP_MS = STRIP_HOURS * 3600 * 1000;
const WIDTH = 720;
const HEIGHT = 20;

function times(count) {
  return count === 1 ? 'once' : `${count} times`;
}

// Describes the strip in words, also for users of a screen reader.
function stripWords(recent, now) {
  if (recent.length === 0) return `No exits in the last ${STRIP_HOURS} hours.`;
  const latest = dayAndClock(recent[0].at, now);
  return `Exited ${times(recent.length)} in the last ${STRIP_HOURS} hours, ` +
      `most recently at ${latest}.`;
}

function stripDrawing(recent, now) {
  const svg = drawing('svg', {
    'viewBox': `0 0 ${WIDTH} ${HEIGHT}`, 'preserveAspectRatio': 'none',
    'aria-hidden': 'true', 'class': 'ends',
  });
  const hour = WIDTH / STRIP_HOURS;
  for (let n = 0; n <= STRIP_HOURS; ++n) {
    svg.append(drawing('rect', {
      class: 'hour', x: Math.min(WIDTH - 1, n * hour), y: 13, width: 1, height: 7,
    }));
  }
  svg.append(drawing('rect', {class: 'hour', x: 0, y: 19, width: WIDTH, height: 1}));
  for (const end of recent) {
    const x = WIDTH * (1 - Math.max(0, now - end.at) / STRIP_MS);
    svg.append(drawing('rect', {
      class: `end ${end.kind}`, x: Math.max(0, Math.min(WIDTH - 5, x - 2.5)),
      y: end.kind === 'bad' ? 0 : 5, width: 5, height: end.kind === 'bad' ? 20 : 15,
    }));
  }
  return svg;
}

// Draws the strip of `restarts` in `place`.
export function showStrip(place, restarts, now) {
  const recent = restarts.map(readEnd).filter((end) => now - end.at < STRIP_MS);
  const words = element('p', stripWords(recent, now), {class: 'fine'});
  if (recent.length === 0) return place.replaceChildren(words);
  const scale = element('p', '', {'class': 'scale', 'aria-hidden': 'true'});
  scale.append(element('span', `${STRIP_HOURS} h ago`), element('span', 'now'));
  place.replaceChildren(words, stripDrawing(recent, now), scale);
}

function item(end, now) {
  const made = element('li', '', {class: `end-item ${end.kind}`});
  made.append(element('time', clock(end.at), {datetime: end.at.toISOString()}));
  made.append(' ', element('strong', end.cause));
  const rest = [];
  if (end.lasted !== null) rest.push(`ran for ${span(end.lasted)}`);
  if (end.outcome) rest.push(end.outcome);
  const more = element('span', `${rest.join('; ')} · `, {class: 'fine'});
  more.append(element('span', ago(end.at, now), {'data-at': end.at.getTime()}));
  made.append(' ', more);
  return made;
}

// Lists `restarts` in `place`, latest first, under a heading for each day.
export function showTimeline(place, restarts, now) {
  const parts = [];
  let list = null;
  let shown = '';
  for (const end of restarts.map(readEnd)) {
    const name = day(end.at, now);
    if (name !== shown) {
      list = element('ol');
      parts.push(element('h4', name), list);
      shown = name;
    }
    list.append(item(end, now));
  }
  const none = 'The log contains no restarts. Stopping the gateway or the container ' +
      'does not count as a restart.';
  if (parts.length === 0) parts.push(element('p', none, {class: 'fine'}));
  place.replaceChildren(...parts);
}

// Updates every "2 min ago" in `place`.
export function tickTimeline(place, now) {
  for (const each of place.querySelectorAll('[data-at]')) {
    setText(each, ago(new Date(Number(each.dataset.at)), now));
  }
}
