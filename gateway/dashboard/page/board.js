// The page that a logged-in user sees: the summary, the cards and the footer.
import {Card} from '/assets/card.js';
import {at, setAttribute, setNote, setText} from '/assets/dom.js';
import {summaryOf} from '/assets/health.js';
import {span, zone} from '/assets/times.js';

// Formats a program's message as a sentence: a capital first letter, a full stop,
// no backticks.
function sentence(text) {
  const plain = text.replace(/`/g, '').replace(/\.$/, '');
  return plain && `${plain[0].toUpperCase()}${plain.slice(1)}.`;
}

export class Board {
  // `hooks` are those of a Card.
  constructor(hooks) {
    this.hooks = hooks;
    this.cards = new Map();
    this.receivedAt = null;
    this.document = null;
    this.version = '';
    setText(at('zone'), `Times are shown in ${zone()}; log lines use the server's time zone.`);
  }

  // Scrolls to the profile that most needs attention.
  showWorst() {
    if (this.cards.has(this.worst)) this.cards.get(this.worst).reveal();
  }

  names() {
    return this.document ? this.document.profiles.map((each) => each.name) : [];
  }

  show(document) {
    this.document = document;
    this.receivedAt = Date.now();
    this.showSummary();
    at('unsupervised').hidden = document.supervised;
    setText(at('unsupervised-why'), sentence(document.not_supervised_because || ''));
    at('new-profile').hidden = false;
    this.showCards();
    this.showFoot(Date.now());
  }

  showSummary() {
    const {tone, text, worst} = summaryOf(this.document.profiles);
    setText(at('summary-text'), text);
    setAttribute(at('top'), 'data-tone', tone);
    this.worst = worst;
    setNote(at('summary-go'), worst && `Show ${worst}`);
    setAttribute(at('summary-icon'), 'href', `#i-${tone}`);
    setText(document.querySelector('title'), `${text} · Hermes`);
  }

  showCards() {
    const place = at('profiles');
    for (const skeleton of place.querySelectorAll('.skeleton')) skeleton.remove();
    const {profiles, supervised} = this.document;
    profiles.forEach((profile, index) => {
      const card = this.cardOf(profile.name);
      // Moving a node would take the focus away from it.
      if (place.children[index] !== card.node) {
        place.insertBefore(card.node, place.children[index] || null);
      }
      card.update(profile, supervised, this.receivedAt);
    });
    this.dropOthers(profiles.map((each) => each.name));
  }

  cardOf(name) {
    if (!this.cards.has(name)) this.cards.set(name, new Card(name, this.hooks));
    return this.cards.get(name);
  }

  // Removes the cards of profiles that are not in `names`.
  dropOthers(names) {
    for (const [name, card] of this.cards) {
      if (names.includes(name)) continue;
      if (card.node.contains(document.activeElement)) at('profiles-title').focus();
      card.node.remove();
      this.cards.delete(name);
    }
  }

  showFoot(now) {
    const slot = this.document.dashboard;
    const secs = slot && slot.since_s !== null
      ? slot.since_s + (now - this.receivedAt) / 1000 : null;
    const how = slot ? `${slot.state}${secs === null ? '' : ` for ${span(secs)}`}`
                     : 'not supervised';
    const pid = slot && slot.pid !== null ? `, pid ${slot.pid}` : '';
    setText(at('dashboard-slot'), `This dashboard: ${how}${pid}, version ${this.version}`);
  }

  // Called once a second: updates durations and countdowns.
  tick(now) {
    if (!this.document) return;
    for (const card of this.cards.values()) card.tick(now);
    this.showFoot(now);
  }

  // Removes everything that the last user saw.
  clear() {
    for (const card of this.cards.values()) card.node.remove();
    this.cards.clear();
    this.document = null;
    setNote(at('notice-text'), '');
    at('notice').hidden = true;
    setText(document.querySelector('title'), 'Hermes dashboard');
  }
}
