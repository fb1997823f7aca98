'use strict';
// Before the first paint, so that no page flashes in the other theme.
(() => {
  const NAMES = ['system', 'light', 'dark'];

  // A browser that keeps nothing still has its theme.
  function kept() {
    try {
      return localStorage.getItem('hermes-theme');
    } catch {
      return null;
    }
  }

  function keep(name) {
    try {
      localStorage.setItem('hermes-theme', name);
    } catch {
      // It lasts as long as this page, then.
    }
  }

  function show(name) {
    document.documentElement.dataset.theme = name;
    const word = document.getElementById('theme-name');
    if (word) word.textContent = name;
  }

  let name = NAMES.includes(kept()) ? kept() : 'system';
  show(name);
  document.addEventListener('DOMContentLoaded', () => {
    show(name);
    document.getElementById('theme').addEventListener('click', () => {
      name = NAMES[(NAMES.indexOf(name) + 1) % NAMES.length];
      keep(name);
      show(name);
    });
  });
})();
