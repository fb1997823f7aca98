// Rules for the pages of docs/deploy: what they name must exist. Each rule must
// find a fault in every text of its `broken`.
'use strict';

const fs = require('fs');
const path = require('path');

// Variables that docker compose substitutes, that commands of Docker and of the
// tests use, and of other programs.
const FOREIGN_VARIABLES = ['HERMES_ENV', 'HERMES_IMAGE', 'HERMES_PORT'];

function unknownNames(text, {help, reference}) {
  const names = text.match(/\b(HERMES|API_SERVER)_[A-Z_]*[A-Z]\b/g) || [];
  return names
      .filter((name) => !FOREIGN_VARIABLES.includes(name) &&
              !new RegExp(`\\b${name}\\b`).test(help + reference))
      .map((name) => `there is no variable ${name}`);
}

function unknownSwitches(text, {help}) {
  return (text.match(/--entry-[a-z-]+/g) || [])
      .filter((name) => !new RegExp(`${name}\\b`).test(help))
      .map((name) => `there is no switch ${name}`);
}

// Returns broken links to files of this repository and to headings in the
// pages.
function deadLinks(text, {directory}) {
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map((m) => m[1])
      .filter((link) => !/^[a-z]+:/.test(link));
  return links.flatMap((link) => {
    const [file, heading] = link.split('#');
    const full = path.join(directory, file);
    if (file !== '' && !fs.existsSync(full)) return [`no file ${link}`];
    if (!heading || file === '') return [];
    const headings = fs.readFileSync(full, 'utf8').match(/^#+ .*$/gm) || [];
    const anchors = headings.map((line) => line.replace(/^#+ /, '')
        .toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
    return anchors.includes(heading) ? [] : [`no heading ${link}`];
  });
}

const PAGE_RULES = [
  {
    name: 'PagesNameOnlyKnownVariables',
    faults: unknownNames,
    broken: ['Set HERMES_ENTRY_TIMEOUT=1.', '`API_SERVER_ADDRESS`'],
  },
  {
    name: 'PagesNameOnlyKnownSwitches',
    faults: unknownSwitches,
    broken: ['hermes-entry --entry-status'],
  },
  {
    name: 'PagesHaveNoDeadLinks',
    faults: deadLinks,
    broken: ['[x](no-such-page.md)', '[x](README.md#no-such-heading)'],
  },
];

function loadPages(directory) {
  const pages = {};
  for (const name of fs.readdirSync(directory).sort()) {
    if (name.endsWith('.md')) {
      pages[name] = fs.readFileSync(path.join(directory, name), 'utf8');
    }
  }
  return pages;
}

// Returns pages and manifests to which no link of the index leads.
function unlisted(pages, manifests) {
  const leads = Object.values(pages).join('\n');
  return [...Object.keys(pages), ...Object.keys(manifests)]
      .filter((name) => name !== 'README.md')
      .filter((name) => !(name.endsWith('.md') ? pages['README.md'] : leads)
          .includes(`(${name})`))
      .map((name) => `no link leads to ${name}`);
}

module.exports = {PAGE_RULES, loadPages, unlisted};
