// How the machine is, every ten seconds while somebody looks.
import {ask} from '/assets/api.js';
import {at, setNote, setText} from '/assets/dom.js';
import {span} from '/assets/times.js';

const INTERVAL_MS = 10000;

let timer = null;

// "1.5 GiB"
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

// A container's own limit is what counts, where it has one.
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

// Starts to look. `failed(failure)` is called for each look that fails.
export function watchSystem(failed) {
  stopWatchingSystem();
  const look = async () => {
    try {
      show(await ask('GET', '/api/system/stats'));
    } catch (failure) {
      setNote(at('system-error'), `These figures are old: ${failure.message}`);
      failed(failure);
    }
  };
  timer = setInterval(look, INTERVAL_MS);
  look();
}

export function stopWatchingSystem() {
  clearInterval(timer);
  timer = null;
}
