'use strict';
// Applies the saved theme before the first paint, so that the page does not flash
// in another one.
(() => {
  const NAMES = ['system', 'light', 'dark'];

  // A browser may forbid localStorage: the theme is then that of the system.
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
      // The choice then lasts until the page is reloaded.
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
