// Parses the manifests of docs/deploy, and provides variables and times in the
// same form for every platform.
'use strict';

const fs = require('fs');
const path = require('path');
const YAML = require('yaml');
const TOML = require('smol-toml');

// Parses a systemd unit: sections with their keys in order; a key may occur
// several times.
function parseUnit(text) {
  const unit = {};
  let section = null;
  text.split('\n').forEach((line, at) => {
    const header = line.match(/^\[(\w+)\]$/);
    const entry = line.match(/^(\w+)=(.*)$/);
    if (header) {
      section = unit[header[1]] = unit[header[1]] || [];
    } else if (entry && section) {
      section.push([entry[1], entry[2]]);
    } else if (line !== '' && line[0] !== '#') {
      throw new Error(`line ${at + 1} is not part of a unit: ${line}`);
    }
  });
  return unit;
}

function valuesOf(section, key) {
  return (section || []).filter(([name]) => name === key).map((e) => e[1]);
}

function parseYaml(text) {
  return YAML.parseAllDocuments(text, {uniqueKeys: true}).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

// Loaded only when needed, because it changes how modules are found.
function parseHcl(text) {
  const HCL = require('hcl2-parser');
  const [object, error] = HCL.parseToObject(text);
  if (error) throw new Error(error);
  return object;
}

const PARSERS = {
  '.yaml': parseYaml,
  '.yml': parseYaml,
  '.toml': (text) => [TOML.parse(text)],
  '.json': (text) => [JSON.parse(text)],
  '.hcl': (text) => [parseHcl(text)],
  '.container': (text) => [parseUnit(text)],
};

// Returns the files in `directory` and below for which there is a parser, by
// their path relative to it. All other files are pages.
function load(directory, below = '') {
  const manifests = {};
  for (const entry of fs.readdirSync(path.join(directory, below)).sort()) {
    const name = path.join(below, entry);
    const full = path.join(directory, name);
    if (fs.statSync(full).isDirectory()) {
      Object.assign(manifests, load(directory, name));
    } else if (PARSERS[path.extname(entry)]) {
      manifests[name] =
          PARSERS[path.extname(entry)](fs.readFileSync(full, 'utf8'));
    }
  }
  return manifests;
}

// Accepts "80s", "1m30s", "2m", or a number of seconds.
function seconds(value) {
  if (typeof value === 'number') return value;
  const match = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(value || '');
  if (/^\d+$/.test(value)) return Number(value);
  if (!match || value === '') return NaN;
  return 60 * Number(match[1] || 0) + Number(match[2] || 0);
}

// Returns the variables that the first words of a command set, as a shell or
// `env` reads them.
function variablesOfCommand(command) {
  const variables = {};
  for (const word of command.split(' ')) {
    const match = /^(\w+)=(.*)$/.exec(word);
    if (match) variables[match[1]] = match[2];
    else if (word !== 'env' && word !== 'exec') break;
  }
  return variables;
}

function pairs(list) {
  return Object.fromEntries((list || []).map((e) => [e.name, e.value]));
}

// Returns the pod templates of Kubernetes documents.
function podsOf(documents) {
  return documents.filter((d) => d.spec && d.spec.template)
      .map((d) => d.spec.template.spec);
}

const containersOf = (pod) =>
    [...(pod.initContainers || []), ...pod.containers];
const nomadGroup = ([nomad]) => nomad.job.hermes[0].group.hermes[0];
const nomadTask = (documents) => nomadGroup(documents).task.gateway[0];

// The variables that each file sets, and the seconds that it allows for a stop.
const KUBERNETES = {
  variables: (documents) => Object.assign(
      {}, ...podsOf(documents).flatMap(containersOf).map((c) => pairs(c.env))),
  grace: (documents) =>
      podsOf(documents).map((pod) => pod.terminationGracePeriodSeconds),
};
const COMPOSE = {
  variables: ([compose]) => Object.assign(
      {}, ...Object.values(compose.services).map((s) => s.environment)),
  grace: ([compose]) =>
      Object.values(compose.services).map((s) => seconds(s.stop_grace_period)),
};
const VIEWS = {
  'kubernetes/deployment.yaml': KUBERNETES,
  'kubernetes/statefulset.yaml': KUBERNETES,
  'compose.hardened.yaml': COMPOSE,
  'compose.yaml': COMPOSE,
  'fly.toml': {
    variables: ([fly]) => fly.env,
    grace: ([fly]) => [seconds(fly.kill_timeout)],
  },
  'ecs-task-definition.json': {
    variables: ([task]) => Object.assign(
        {}, ...task.containerDefinitions.map((c) => pairs(c.environment))),
    grace: ([task]) => task.containerDefinitions.map((c) => c.stopTimeout),
  },
  'hermes.nomad.hcl': {
    variables: (documents) => nomadTask(documents).env[0],
    grace: (documents) => [seconds(nomadTask(documents).kill_timeout)],
  },
  'hermes.container': {
    variables: ([unit]) => Object.fromEntries(
        valuesOf(unit.Container, 'Environment').map((e) => {
          return [e.split('=')[0], e.slice(e.indexOf('=') + 1)];
        })),
    grace: ([unit]) => valuesOf(unit.Container, 'StopTimeout').map(seconds),
  },
  'railway.json': {
    variables: ([railway]) => variablesOfCommand(railway.deploy.startCommand),
    grace: ([railway]) => [railway.deploy.drainingSeconds],
  },
  // Heroku's own limit, which cannot be changed.
  'heroku.yml': {
    variables: ([heroku]) => Object.assign(
        {}, ...Object.values(heroku.run).map((r) => {
          return variablesOfCommand(r.command.join(' '));
        })),
    grace: () => [30],
  },
};

module.exports = {
  VIEWS, containersOf, load, nomadGroup, nomadTask, parseYaml, podsOf, seconds,
  valuesOf,
};
