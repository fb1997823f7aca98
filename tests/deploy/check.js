// Checks docs/deploy against rules.js and pages.js. Each rule is a test case in
// the file XML_OUTPUT_FILE and must also find the faults of manifests that are
// broken on purpose.
//
//   node check.js DOCS_DEPLOY COMPOSE_YAML REFERENCE_MD DOCKERFILE HERMES_ENTRY
//
// Exits with 1 if a rule is violated, or does not find a fault made on purpose.
'use strict';

const {execFileSync} = require('child_process');
const fs = require('fs');

const {RULES} = require('./rules.js');
const {PAGE_RULES, loadPages, unlisted} = require('./pages.js');
const {load, parseYaml} = require('./manifests.js');

const [directory, compose, reference, dockerfile, entry] =
    process.argv.slice(2);
const pages = loadPages(directory);
const files = load(directory);
files['compose.yaml'] = parseYaml(fs.readFileSync(compose, 'utf8'));
const context = {
  directory,
  help: execFileSync(entry, ['--entry-help'], {encoding: 'utf8'}),
  reference: fs.readFileSync(reference, 'utf8'),
  image: fs.readFileSync(dockerfile, 'utf8'),
};

const copy = (value) => structuredClone(value);

// Returns the faults that a rule finds in the manifests, and the faults of the
// rule itself.
function faultsOf(rule) {
  const faults = rule.faults(copy(files), context);
  rule.broken.forEach((breakIt) => {
    const broken = copy(files);
    breakIt(broken);
    if (rule.faults(broken, context).length === 0) {
      faults.push(`the rule finds nothing wrong after ${breakIt}`);
    }
  });
  return faults;
}

function faultsOfPages(rule) {
  const faults = Object.entries(pages).flatMap(([name, text]) => {
    return rule.faults(text, context).map((fault) => `${name}: ${fault}`);
  });
  for (const text of rule.broken) {
    if (rule.faults(text, context).length === 0) {
      faults.push(`the rule finds nothing wrong in: ${text}`);
    }
  }
  return faults;
}

function faultsOfIndex() {
  const faults = unlisted(pages, files).filter((f) => !/ compose\.yaml$/.test(f));
  if (unlisted({...pages, 'x.md': ''}, files).length === 0) {
    faults.push('a page to which no link leads is not found');
  }
  return faults;
}

// Checks the Deployment after the sed command that kubernetes.md gives for
// OpenShift.
function faultsOfOpenShift() {
  const section = pages['kubernetes.md'].split('## OpenShift')[1] || '';
  const edits = [...section.matchAll(/-e '([^']*)'/g)]
      .flatMap(([, edit]) => ['-e', edit]);
  if (edits.length === 0) return ['kubernetes.md has no such command'];
  const name = 'kubernetes/deployment.yaml';
  const text = execFileSync(
      'sed', [...edits, `${directory}/${name}`], {encoding: 'utf8'});
  const edited = {...copy(files), [name]: parseYaml(text)};
  const ids = (text.match(/^ *(runAs(User|Group)|fsGroup\w*):/gm) || [])
      .map((line) => `${line.trim()} is still there`);
  return [
    ...ids,
    ...RULES.filter((rule) => ['ManifestsMatchKubernetesSchema',
                               'PodsMeetRestrictedPodSecurity'].includes(rule.name))
        .flatMap((rule) => rule.faults(edited, context)),
  ];
}

const escape = (text) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`)
    // eslint-disable-next-line no-control-regex
    .replace(/[\x00-\x08\x0b-\x1f]/g, '?');

const cases = [
  ...RULES.map((rule) => [rule.name, () => faultsOf(rule)]),
  ...PAGE_RULES.map((rule) => [rule.name, () => faultsOfPages(rule)]),
  ['IndexLinksToEveryPageAndManifest', faultsOfIndex],
  ['OpenShiftPodSetsNoIds', faultsOfOpenShift],
];

let failed = 0;
const results = cases.map(([name, run]) => {
  let faults;
  try {
    faults = run();
  } catch (error) {
    faults = [error.stack];
  }
  failed += faults.length > 0;
  console.log(`${faults.length === 0 ? 'ok' : 'FAILED'} ${name}`);
  for (const fault of faults) console.log(`  ${fault}`);
  const failure = faults.length === 0 ? '' :
      `<failure message="${escape(faults.join('; '))}"/>`;
  return `<testcase classname="Deploy" name="${name}">${failure}</testcase>`;
});
if (process.env.XML_OUTPUT_FILE) {
  fs.writeFileSync(
      process.env.XML_OUTPUT_FILE,
      `<testsuites><testsuite name="Deploy" tests="${cases.length}" ` +
          `failures="${failed}">${results.join('')}</testsuite></testsuites>\n`);
}
process.exitCode = failed > 0 ? 1 : 0;
