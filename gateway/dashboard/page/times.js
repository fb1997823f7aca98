// Formats times and durations in the browser's time zone. All functions except
// zone() are pure.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short', day: 'numeric', month: 'long',
});
const zoneFormat = new Intl.DateTimeFormat('en-GB', {timeZoneName: 'short'});

// Formats a duration by its two largest units, such as "2 h 5 min".
export function span(secs) {
  const whole = Math.max(0, Math.floor(secs));
  const two = (large, largeName, small, smallName) => {
    const rest = Math.floor((whole % large) / small);
    const head = `${Math.floor(whole / large)} ${largeName}`;
    return rest > 0 ? `${head} ${rest} ${smallName}` : head;
  };
  if (whole >= DAY) return two(DAY, 'd', HOUR, 'h');
  if (whole >= HOUR) return two(HOUR, 'h', MINUTE, 'min');
  if (whole >= MINUTE) return two(MINUTE, 'min', 1, 's');
  return `${whole} s`;
}

// Formats an age by one unit, such as "2 min ago". A time in the future, from a
// server whose clock is ahead, is "just now".
export function ago(date, now) {
  const secs = Math.floor((now - date) / 1000);
  if (secs < 5) return 'just now';
  if (secs < MINUTE) return `${secs} s ago`;
  if (secs < HOUR) return `${Math.floor(secs / MINUTE)} min ago`;
  if (secs < DAY) return `${Math.floor(secs / HOUR)} h ago`;
  return `${Math.floor(secs / DAY)} d ago`;
}

// Formats a time of day, such as "14:03:12".
export const clock = (date) => clockFormat.format(date);

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

// Returns "Today", "Yesterday" or a date such as "Sun 22 November".
export function day(date, now) {
  const days = Math.round((midnight(now) - midnight(date)) / (DAY * 1000));
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return dayFormat.format(date);
}

// Formats a time such as "14:03:12", preceded by the day unless that is today.
export function dayAndClock(date, now) {
  const name = day(date, now);
  return name === 'Today' ? clock(date) : `${name}, ${clock(date)}`;
}

// Returns the browser's time zone, such as "Europe/Berlin (CET)".
export function zone() {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const short = zoneFormat.formatToParts(new Date())
      .find((part) => part.type === 'timeZoneName');
  return short && short.value !== name ? `${name} (${short.value})` : name;
}
