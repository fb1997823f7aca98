// Shows the machine's load, memory and disk, and updates them every ten seconds
// while the page is visible.
import {ask} from '/assets/api.js';
import {at, setNote, setText} from '/assets/dom.js';
import {span} from '/assets/times.js';

const INTERVAL_MS = 10000;

let timer = null;

// Formats a size such as "1.5 GiB".
function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    ++unit;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

function showShare(id, used, total, words) {
  const known = used !== null && total !== null && total > 0;
  setText(at(id), known ? `${size(used)} of ${size(total)}${words}` : 'unknown');
  at(`${id}-meter`).hidden = !known;
  if (known) at(`${id}-meter`).value = used / total;
}

// Shows the container's memory against the container's limit if it has one, else
// the machine's.
function showMemory(memory) {
  if (memory.container_limit_bytes !== null && memory.container_used_bytes !== null) {
    return showShare('memory', memory.container_used_bytes,
        memory.container_limit_bytes, ' (container)');
  }
  const used = memory.total_bytes === null || memory.available_bytes === null
    ? null : memory.total_bytes - memory.available_bytes;
  showShare('memory', used, memory.total_bytes, '');
}

function show(stats) {
  const load = stats.load.map((each) => each.toFixed(2)).join('  ');
  setText(at('load'), load || 'unknown');
  showMemory(stats.memory);
  const {total_bytes: total, free_bytes: free} = stats.disk;
  const used = total === null || free === null ? null : total - free;
  showShare('disk', used, total, '');
  const up = stats.uptime_secs;
  setText(at('uptime'), up === null ? 'unknown' : span(up));
  setText(at('processes'), String(stats.processes));
  setNote(at('system-error'), '');
  at('system').hidden = false;
}

// Starts polling. `failed(failure)` is called for each poll that fails.
export function watchSystem(failed) {
  stopWatchingSystem();
  const poll = async () => {
    try {
      show(await ask('GET', '/api/system/stats'));
    } catch (failure) {
      setNote(at('system-error'), `These figures are out of date: ${failure.message}`);
      failed(failure);
    }
  };
  timer = setInterval(poll, INTERVAL_MS);
  poll();
}

export function stopWatchingSystem() {
  clearInterval(timer);
  timer = null;
}
