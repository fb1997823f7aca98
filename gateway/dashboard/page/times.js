// Times as people say them, in the browser's zone. All pure but for zone().

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

// "2 h 5 min": the two largest units.
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

// "2 min ago": one unit; a clock that is a little ahead of the server's is none.
export function ago(date, now) {
  const secs = Math.floor((now - date) / 1000);
  if (secs < 5) return 'just now';
  if (secs < MINUTE) return `${secs} s ago`;
  if (secs < HOUR) return `${Math.floor(secs / MINUTE)} min ago`;
  if (secs < DAY) return `${Math.floor(secs / HOUR)} h ago`;
  return `${Math.floor(secs / DAY)} d ago`;
}

// "14:03:12"
export const clock = (date) => clockFormat.format(date);

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

// "Today", "Yesterday", "Sun 22 November"
export function day(date, now) {
  const days = Math.round((midnight(now) - midnight(date)) / (DAY * 1000));
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return dayFormat.format(date);
}

// "14:03:12" today, with the day otherwise.
export function dayAndClock(date, now) {
  const name = day(date, now);
  return name === 'Today' ? clock(date) : `${name}, ${clock(date)}`;
}

// "Europe/Berlin (CET)"
export function zone() {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const short = zoneFormat.formatToParts(new Date())
      .find((part) => part.type === 'timeZoneName');
  return short && short.value !== name ? `${name} (${short.value})` : name;
}
