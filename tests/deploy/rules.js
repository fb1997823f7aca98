// A table of rules for all manifests. A rule's `faults` returns the violations
// of the rule. Each function in its `broken` changes the manifests so that the
// rule must find a fault.
'use strict';

const {VIEWS, containersOf, nomadGroup, nomadTask, podsOf, seconds, valuesOf} =
    require('./manifests.js');
const {composeFaults, ecsFaults, kubernetesFaults} = require('./schemas.js');

const DEPLOYMENT = 'kubernetes/deployment.yaml';
const STATEFUL_SET = 'kubernetes/statefulset.yaml';
const ENTRY = '/usr/local/bin/hermes-entry';

const inKubernetes = (files) =>
    Object.entries(files).filter(([name]) => name.startsWith('kubernetes/'));
const eachOf = (items, fault) => items.flatMap((item) => {
  const found = fault(item);
  return found ? [found] : [];
});
const allPods = (files) => inKubernetes(files).flatMap(
    ([name, documents]) => podsOf(documents).map((pod) => ({name, pod})));
const allContainers = (files) => allPods(files).flatMap(
    ({name, pod}) => containersOf(pod).map((container) => {
      return {name, pod, container};
    }));
const pod = (files, name = DEPLOYMENT) => podsOf(files[name])[0];
const container = (files, name = DEPLOYMENT) => pod(files, name).containers[0];
const service = (files, name = 'compose.hardened.yaml') =>
    files[name][0].services.hermes;
const task = (files) => files['ecs-task-definition.json'][0];

// --- Pod Security, level "restricted": the controls of the Kubernetes
// project's Pod Security Standards. Each returns true for a pod that violates
// it ----------

const VOLUME_KINDS = [
  'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral',
  'persistentVolumeClaim', 'projected', 'secret',
];
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_syncookies',
];

// Returns the container's own setting, or its pod's if it has none.
const setting = (pod, container, name) => {
  const own = (container.securityContext || {})[name];
  return own !== undefined ? own : (pod.securityContext || {})[name];
};
const context = (container) => container.securityContext || {};
const capabilities = (container) => context(container).capabilities || {};

const POD_CONTROLS = {
  'host namespaces': (pod) =>
      ['hostNetwork', 'hostPID', 'hostIPC'].some((name) => pod[name]),
  'volume types': (pod) => (pod.volumes || []).some((volume) => {
    return Object.keys(volume).some(
        (kind) => kind !== 'name' && !VOLUME_KINDS.includes(kind));
  }),
  'sysctls': (pod) => ((pod.securityContext || {}).sysctls || [])
                          .some(({name}) => !SAFE_SYSCTLS.includes(name)),
};
const CONTAINER_CONTROLS = {
  'privileged': (pod, container) => context(container).privileged === true,
  'privilege escalation': (pod, container) =>
      context(container).allowPrivilegeEscalation !== false,
  'running as non-root': (pod, container) =>
      setting(pod, container, 'runAsNonRoot') !== true,
  'non-root user': (pod, container) =>
      setting(pod, container, 'runAsUser') === 0,
  'seccomp': (pod, container) => {
    const profile = setting(pod, container, 'seccompProfile') || {};
    return !['RuntimeDefault', 'Localhost'].includes(profile.type);
  },
  'dropped capabilities': (pod, container) =>
      !(capabilities(container).drop || []).includes('ALL'),
  'added capabilities': (pod, container) =>
      (capabilities(container).add || [])
          .some((name) => name !== 'NET_BIND_SERVICE'),
  'host ports': (pod, container) =>
      (container.ports || []).some(({hostPort}) => hostPort),
  'proc mount': (pod, container) =>
      ![undefined, 'Default'].includes(context(container).procMount),
};

function podSecurityFaults(files) {
  const faults = [];
  for (const {name, pod} of allPods(files)) {
    for (const [control, broken] of Object.entries(POD_CONTROLS)) {
      if (broken(pod)) faults.push(`${name}: ${control}`);
    }
  }
  for (const {name, pod, container} of allContainers(files)) {
    for (const [control, broken] of Object.entries(CONTAINER_CONTROLS)) {
      if (broken(pod, container)) {
        faults.push(`${name}: ${container.name}: ${control}`);
      }
    }
  }
  return faults;
}

// --- names -------------------------------------------------------------------

// Returns every string in a manifest.
function texts(value) {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(
      ([name, member]) => [name, ...texts(member)]);
}

const isWord = (text, word) => new RegExp(
    `(^|[^A-Za-z0-9_-])${word}($|[^A-Za-z0-9_-])`).test(text);

// Returns true if the first cell of a table row contains the name.
const isExplained = (reference, name) => reference.split('\n').some((line) => {
  return line.startsWith('| ') && isWord(line.split(' | ')[0], name);
});

function unknownVariables(files, {help, reference}) {
  return Object.entries(VIEWS).flatMap(([file, view]) => {
    return eachOf(Object.keys(view.variables(files[file])), (name) => {
      return !isWord(help, name) && !isExplained(reference, name) &&
          `${file}: ${name} is in neither --entry-help nor a table of ` +
              'reference.md';
    });
  });
}

function unknownSwitches(files, {help}) {
  return Object.entries(files).flatMap(([file, documents]) => {
    const switches = texts(documents).join(' ').match(/--entry-[a-z-]+/g) || [];
    return eachOf(switches, (name) => !isWord(help, name) &&
        `${file}: there is no switch ${name}`);
  });
}

// Paths that the manifests name must exist in the image.
function unknownPaths(files, {image}) {
  const known = [ENTRY, '/opt/data', '/run', '/tmp'].filter(
      (path) => isWord(image, path.replace(/[/.]/g, '\\$&')) ||
          path === '/tmp');
  const used = [
    ...allContainers(files).flatMap(({name, container}) => [
      ...(container.volumeMounts || [])
          .map(({mountPath}) => [name, mountPath]),
      ...['startupProbe', 'livenessProbe', 'readinessProbe']
          .filter((probe) => container[probe])
          .map((probe) => [name, container[probe].exec.command[0]]),
    ]),
    ...task(files).containerDefinitions.flatMap((c) => [
      ['ecs-task-definition.json', c.healthCheck.command[1]],
      ...c.mountPoints.map((m) => ['ecs-task-definition.json', m.containerPath]),
    ]),
    ...service(files).tmpfs.map((path) => ['compose.hardened.yaml', path]),
    ...files['fly.toml'][0].mounts.map((m) => ['fly.toml', m.destination]),
    ...nomadTask(files['hermes.nomad.hcl']).volume_mount.map(
        (m) => ['hermes.nomad.hcl', m.destination]),
    ...nomadTask(files['hermes.nomad.hcl']).config[0].mount.map(
        (m) => ['hermes.nomad.hcl', m.target]),
    ...valuesOf(files['hermes.container'][0].Container, 'Volume').map(
        (v) => ['hermes.container', v.split(':')[1]]),
    ...valuesOf(files['hermes.container'][0].Container, 'HealthCmd').map(
        (c) => ['hermes.container', JSON.parse(c)[0]]),
  ];
  return eachOf(used, ([file, path]) => !known.includes(path) &&
      path !== '/etc/hermes' && `${file}: the image has no ${path}`);
}

// The file that HERMES_ENV_FILE names must be mounted.
function unmountedSecrets(files) {
  const mounted = {
    'compose.hardened.yaml':
        service(files).secrets.map(({target}) => target),
    'hermes.container': valuesOf(files['hermes.container'][0].Container,
                                 'Secret')
                            .map((s) => /target=([^,]*)/.exec(s)[1]),
    'hermes.nomad.hcl': nomadTask(files['hermes.nomad.hcl'])
                            .template.map((t) => `/${t.destination}`),
  };
  for (const {name, container} of allContainers(files)) {
    mounted[name] = container.volumeMounts.map(
        ({mountPath}) => `${mountPath}/hermes.env`);
  }
  return eachOf(Object.keys(mounted), (file) => {
    const named = VIEWS[file].variables(files[file]).HERMES_ENV_FILE;
    return !mounted[file].includes(named) &&
        `${file}: nothing mounts '${named}'`;
  });
}

// --- times and exit codes ----------------------------------------------------

function stopTimeout(variables, help) {
  const byDefault =
      /HERMES_ENTRY_STOP_TIMEOUT\s.*?default (\d+)/s.exec(help)[1];
  return Number(variables.HERMES_ENTRY_STOP_TIMEOUT || byDefault);
}

function shortGraces(files, {help}) {
  return Object.entries(VIEWS).flatMap(([file, view]) => {
    const timeout = stopTimeout(view.variables(files[file]), help);
    const graces = view.grace(files[file]);
    if (graces.length === 0) return [`${file} sets no time for a stop`];
    return eachOf(graces, (grace) => !(grace > timeout) &&
        `${file}: ${grace} s to stop, but a stop takes up to ${timeout} s`);
  });
}

// A platform that restarts only after failures must see a failure when PID 1
// receives TERM.
const RESTARTS_ON_FAILURE = {
  'fly.toml': ([fly]) => fly.restart.some((r) => r.policy === 'on-failure'),
  'railway.json': ([railway]) =>
      railway.deploy.restartPolicyType === 'ON_FAILURE',
  'hermes.container': ([unit]) =>
      valuesOf(unit.Service, 'Restart').includes('on-failure'),
  'compose.hardened.yaml': ([compose]) =>
      compose.services.hermes.restart.startsWith('on-failure'),
};

function silentEnds(files) {
  return eachOf(Object.keys(RESTARTS_ON_FAILURE), (file) => {
    const code =
        Number(VIEWS[file].variables(files[file]).HERMES_ENTRY_TERM_EXIT_CODE);
    return RESTARTS_ON_FAILURE[file](files[file]) && !(code > 0) &&
        `${file}: a TERM from inside the container would not cause a restart`;
  });
}

// --- one gateway, its entry point, its secrets -------------------------------

// The settings for the number of instances and for the first step of an update.
const ONE_GATEWAY = [
  [DEPLOYMENT, (d) => d[1].spec.replicas === 1],
  [DEPLOYMENT, (d) => d[1].spec.strategy.type === 'Recreate'],
  [STATEFUL_SET, (d) => d[0].spec.replicas === 1],
  ['fly.toml', ([fly]) => fly.deploy.strategy === 'immediate'],
  ['hermes.nomad.hcl', (d) => nomadGroup(d).count === 1],
  ['hermes.nomad.hcl', (d) => nomadGroup(d).update[0].canary === 0],
  ['railway.json', ([r]) => r.deploy.numReplicas === 1],
  ['railway.json', ([r]) => r.deploy.overlapSeconds === 0],
];

// Settings that replace the image's entry point.
const REPLACES_ENTRY_POINT = [
  [DEPLOYMENT, (d) => podsOf(d).some((p) => containersOf(p).some((c) => c.command))],
  [STATEFUL_SET,
   (d) => podsOf(d).some((p) => containersOf(p).some((c) => c.command))],
  ['compose.hardened.yaml', ([c]) => c.services.hermes.entrypoint],
  ['compose.yaml', ([c]) => c.services.hermes.entrypoint],
  ['ecs-task-definition.json',
   ([t]) => t.containerDefinitions.some((c) => c.entryPoint)],
  ['hermes.nomad.hcl', (d) => nomadTask(d).config[0].entrypoint ||
       nomadTask(d).config[0].command],
  ['hermes.container', ([u]) => valuesOf(u.Container, 'Entrypoint').length > 0],
  ['fly.toml', ([fly]) => (fly.experimental || {}).entrypoint],
];

const SECRET_NAME = /(KEY|TOKEN|SECRET|PASSWORD)$/;

function plainSecrets(files) {
  return Object.entries(VIEWS).flatMap(([file, view]) => {
    return eachOf(Object.entries(view.variables(files[file])),
                  ([name, value]) => SECRET_NAME.test(name) && value &&
                      `${file}: ${name} is readable by everyone`);
  });
}

function openSecretFiles(files) {
  const modes = [
    ...allPods(files).flatMap(({name, pod}) => pod.volumes
        .filter((v) => v.secret).map((v) => [name, v.secret.defaultMode])),
    ...valuesOf(files['hermes.container'][0].Container, 'Secret').map(
        (s) => ['hermes.container', parseInt(/mode=(\d+)/.exec(s)[1], 8)]),
    ...nomadTask(files['hermes.nomad.hcl']).template.map(
        (t) => ['hermes.nomad.hcl', parseInt(t.perms, 8)]),
  ];
  return eachOf(modes, ([file, mode]) => !(mode > 0 && (mode & 0o7) === 0) &&
      `${file}: the secrets' mode is ${(mode || 0).toString(8)}`);
}

// No root, no writable root file system, no way to gain privileges.
const HARDENED = [
  ['compose.hardened.yaml', ([c]) => c.services.hermes.user === '10000:10000'],
  ['compose.hardened.yaml', ([c]) => c.services.hermes.read_only === true],
  ['compose.hardened.yaml', ([c]) => c.services.hermes.cap_drop.includes('ALL')],
  ['compose.hardened.yaml', ([c]) =>
       c.services.hermes.security_opt.includes('no-new-privileges:true')],
  ['ecs-task-definition.json', ([t]) =>
       t.containerDefinitions.every((c) => c.user === '10000:10000')],
  ['ecs-task-definition.json', ([t]) =>
       t.containerDefinitions.every((c) => c.readonlyRootFilesystem === true)],
  ['ecs-task-definition.json', ([t]) => t.containerDefinitions.every(
       (c) => c.linuxParameters.capabilities.drop.includes('ALL'))],
  ['hermes.container', ([u]) => valuesOf(u.Container, 'User')[0] === '10000'],
  ['hermes.container', ([u]) =>
       valuesOf(u.Container, 'ReadOnly')[0] === 'true'],
  ['hermes.container', ([u]) =>
       valuesOf(u.Container, 'DropCapability')[0] === 'all'],
  ['hermes.container', ([u]) =>
       valuesOf(u.Container, 'NoNewPrivileges')[0] === 'true'],
  ['hermes.nomad.hcl', (d) => nomadTask(d).user === '10000:10000'],
  ['hermes.nomad.hcl', (d) => nomadTask(d).config[0].readonly_rootfs === true],
  ['hermes.nomad.hcl', (d) => nomadTask(d).config[0].cap_drop.includes('all')],
];

// Returns the rows of a table of [file, predicate] whose predicate is not
// `wanted`.
const tableFaults = (table, wanted) => (files) =>
    eachOf(table, ([file, holds]) => Boolean(holds(files[file])) !== wanted &&
        `${file}: ${holds.toString().replace(/\s+/g, ' ')}`);

function labelFaults(files) {
  const labels = files['kubernetes/namespace.yaml'][0].metadata.labels;
  return labels['pod-security.kubernetes.io/enforce'] === 'restricted' ?
      [] : ['kubernetes/namespace.yaml does not enforce "restricted"'];
}

// Service and pods must find each other, and all be in the namespace.
function selectorFaults(files) {
  const namespace = files['kubernetes/namespace.yaml'][0].metadata.name;
  const [service] = files['kubernetes/service.yaml'];
  return inKubernetes(files).flatMap(([name, documents]) => {
    return documents.flatMap((document) => {
      const faults = [];
      if (document.kind !== 'Namespace' &&
          document.metadata.namespace !== namespace) {
        faults.push(`${name}: not in the namespace ${namespace}`);
      }
      if (!document.spec || !document.spec.template) return faults;
      const {labels} = document.spec.template.metadata;
      for (const selector of [document.spec.selector.matchLabels,
                              service.spec.selector]) {
        for (const [label, value] of Object.entries(selector)) {
          if (labels[label] !== value) {
            faults.push(`${name}: no label ${label}=${value}`);
          }
        }
      }
      const ports = document.spec.template.spec.containers.flatMap(
          (c) => (c.ports || []).map((p) => p.name));
      for (const {targetPort} of service.spec.ports) {
        if (!ports.includes(targetPort)) {
          faults.push(`${name}: no port ${targetPort}`);
        }
      }
      return faults;
    });
  });
}

// Every mount must have its volume.
function mountFaults(files) {
  return inKubernetes(files).flatMap(([name, documents]) => {
    return documents.filter((d) => d.spec && d.spec.template).flatMap((d) => {
      const volumes = [
        ...d.spec.template.spec.volumes.map((v) => v.name),
        ...(d.spec.volumeClaimTemplates || []).map((c) => c.metadata.name),
      ];
      return eachOf(
          containersOf(d.spec.template.spec).flatMap((c) => c.volumeMounts),
          (mount) => !volumes.includes(mount.name) &&
              `${name}: no volume ${mount.name}`);
    });
  });
}

// The pods of both files must be equal except for the volume.
function podDifference(files) {
  const comparable = (name) => {
    const copy = structuredClone(pod(files, name));
    copy.volumes = copy.volumes.filter((v) => v.name !== 'data');
    return JSON.stringify(copy);
  };
  return comparable(DEPLOYMENT) === comparable(STATEFUL_SET) ?
      [] : [`the pods of ${DEPLOYMENT} and ${STATEFUL_SET} differ`];
}

const RULES = [
  {
    name: 'ManifestsMatchKubernetesSchema',
    faults: (files) => inKubernetes(files).flatMap(
        ([name, documents]) => documents.flatMap(kubernetesFaults)
            .map((fault) => `${name}: ${fault}`)),
    broken: [
      (f) => { container(f).securityContext.readonlyRootFilesystem = true; },
      (f) => { container(f, STATEFUL_SET).args = 'gateway run'; },
      (f) => { delete f[DEPLOYMENT][1].spec.selector; },
      (f) => { f[DEPLOYMENT][0].spec.accessMode = ['ReadWriteOnce']; },
      (f) => { f['kubernetes/service.yaml'][0].spec.ports[0].port = 'api'; },
      (f) => { f['kubernetes/namespace.yaml'][0].apiVersion = 'v2'; },
      (f) => { pod(f).terminationGracePeriodSeconds = '80s'; },
    ],
  },
  {
    name: 'ManifestsMatchComposeSchema',
    faults: (files) => ['compose.hardened.yaml', 'compose.yaml'].flatMap(
        (name) => files[name].flatMap(composeFaults)
            .map((fault) => `${name}: ${fault}`)),
    broken: [
      (f) => { service(f).stop_grace = '80s'; },
      (f) => { service(f).read_only = 'yes'; },
      (f) => { service(f, 'compose.yaml').ports = '8642'; },
      (f) => { service(f).stop_grace_period = 'long'; },
    ],
  },
  {
    name: 'TaskDefinitionMatchesEcsSchema',
    faults: (files) => ecsFaults(task(files)),
    broken: [
      (f) => { task(f).containerDefinitions[0].stopTimeout = 121; },
      (f) => { task(f).containerDefinitions[0].command = 'gateway run'; },
      (f) => { task(f).containerDefinitions[0].readOnlyRootFilesystem = true; },
      (f) => { delete task(f).family; },
    ],
  },
  {
    name: 'PodsMeetRestrictedPodSecurity',
    faults: podSecurityFaults,
    broken: [
      (f) => { pod(f).hostPID = true; },
      (f) => { pod(f, STATEFUL_SET).hostNetwork = true; },
      (f) => { pod(f).volumes.push({name: 'x', hostPath: {path: '/'}}); },
      (f) => { pod(f).securityContext.sysctls = [{name: 'kernel.msgmax', value: '1'}]; },
      (f) => { container(f).securityContext.privileged = true; },
      (f) => { delete container(f).securityContext.allowPrivilegeEscalation; },
      (f) => { delete pod(f).securityContext.runAsNonRoot; },
      (f) => { container(f).securityContext.runAsUser = 0; },
      (f) => { pod(f).securityContext.seccompProfile.type = 'Unconfined'; },
      (f) => { container(f).securityContext.capabilities.drop = ['KILL']; },
      (f) => { container(f).securityContext.capabilities.add = ['CHOWN']; },
      (f) => { container(f).ports[0].hostPort = 8642; },
      (f) => { container(f).securityContext.procMount = 'Unmasked'; },
      (f) => { pod(f).initContainers = [{name: 'x'}]; },
    ],
  },
  {
    name: 'NamespaceEnforcesRestricted',
    faults: labelFaults,
    broken: [
      (f) => {
        f['kubernetes/namespace.yaml'][0].metadata
            .labels['pod-security.kubernetes.io/enforce'] = 'baseline';
      },
    ],
  },
  {
    name: 'PodsHaveReadOnlyRoot',
    faults: (files) => eachOf(
        allContainers(files), ({name, container}) =>
            context(container).readOnlyRootFilesystem !== true && name),
    broken: [
      (f) => { delete container(f).securityContext.readOnlyRootFilesystem; },
    ],
  },
  {
    name: 'ServiceSelectsPods',
    faults: selectorFaults,
    broken: [
      (f) => { f['kubernetes/service.yaml'][0].spec.selector.x = 'y'; },
      (f) => { container(f).ports[0].name = 'http'; },
      (f) => { f[STATEFUL_SET][0].metadata.namespace = 'default'; },
    ],
  },
  {
    name: 'MountsHaveVolumes',
    faults: mountFaults,
    broken: [
      (f) => { pod(f).volumes.pop(); },
      (f) => {
        f[STATEFUL_SET][0].spec.volumeClaimTemplates[0].metadata.name = 'x';
      },
    ],
  },
  {
    name: 'DeploymentAndStatefulSetRunSamePod',
    faults: podDifference,
    broken: [(f) => { container(f).image = 'hermes:distroless'; }],
  },
  {
    name: 'GracePeriodIsLongerThanStopTimeout',
    faults: shortGraces,
    broken: [
      ...[DEPLOYMENT, STATEFUL_SET].map((name) => (f) => {
        pod(f, name).terminationGracePeriodSeconds = 30;
      }),
      (f) => { delete pod(f).terminationGracePeriodSeconds; },
      (f) => { service(f).stop_grace_period = '75s'; },
      (f) => { delete service(f, 'compose.yaml').stop_grace_period; },
      (f) => { f['fly.toml'][0].kill_timeout = '1m'; },
      (f) => { task(f).containerDefinitions[0].stopTimeout = 60; },
      (f) => { nomadTask(f['hermes.nomad.hcl']).kill_timeout = '30s'; },
      (f) => {
        f['hermes.container'][0].Container =
            f['hermes.container'][0].Container.filter(
                ([name]) => name !== 'StopTimeout');
      },
      (f) => { f['railway.json'][0].deploy.drainingSeconds = 10; },
      (f) => { f['heroku.yml'][0].run.web.command = ['hermes-entry gateway run']; },
      (f) => { f['fly.toml'][0].env.HERMES_ENTRY_STOP_TIMEOUT = '100'; },
    ],
  },
  {
    name: 'SystemdWaitsLongerThanPodman',
    faults: ({'hermes.container': [unit]}) => {
      const systemd = seconds(valuesOf(unit.Service, 'TimeoutStopSec')[0]);
      const podman = seconds(valuesOf(unit.Container, 'StopTimeout')[0]);
      return systemd > podman ? [] : [`${systemd} s, Podman ${podman} s`];
    },
    broken: [
      (f) => { f['hermes.container'][0].Service = [['TimeoutStopSec', '80']]; },
      (f) => { f['hermes.container'][0].Service = []; },
    ],
  },
  {
    name: 'TermIsFailureIfOnlyFailuresAreRestarted',
    faults: silentEnds,
    broken: [
      (f) => { delete f['fly.toml'][0].env.HERMES_ENTRY_TERM_EXIT_CODE; },
      (f) => {
        f['railway.json'][0].deploy.startCommand = 'hermes-entry gateway run';
      },
      (f) => { service(f).restart = 'on-failure:3'; },
      (f) => { f['hermes.container'][0].Service.push(['Restart', 'on-failure']); },
    ],
  },
  {
    name: 'ManifestsRunOneGatewayPerVolume',
    faults: tableFaults(ONE_GATEWAY, true),
    broken: [
      (f) => { f[DEPLOYMENT][1].spec.replicas = 2; },
      (f) => { f[DEPLOYMENT][1].spec.strategy.type = 'RollingUpdate'; },
      (f) => { f[STATEFUL_SET][0].spec.replicas = 2; },
      (f) => { f['fly.toml'][0].deploy.strategy = 'bluegreen'; },
      (f) => { nomadGroup(f['hermes.nomad.hcl']).count = 2; },
      (f) => { nomadGroup(f['hermes.nomad.hcl']).update[0].canary = 1; },
      (f) => { f['railway.json'][0].deploy.overlapSeconds = 20; },
      (f) => { f['railway.json'][0].deploy.numReplicas = 2; },
    ],
  },
  {
    name: 'ManifestsKeepEntryPointOfImage',
    faults: tableFaults(REPLACES_ENTRY_POINT, false),
    broken: [
      (f) => { container(f).command = ['gateway', 'run']; },
      (f) => { container(f, STATEFUL_SET).command = ['hermes']; },
      (f) => { service(f).entrypoint = ['hermes']; },
      (f) => { service(f, 'compose.yaml').entrypoint = ['hermes']; },
      (f) => { task(f).containerDefinitions[0].entryPoint = ['hermes']; },
      (f) => { nomadTask(f['hermes.nomad.hcl']).config[0].command = 'hermes'; },
      (f) => { f['hermes.container'][0].Container.push(['Entrypoint', 'x']); },
      (f) => { f['fly.toml'][0].experimental = {entrypoint: ['x']}; },
    ],
  },
  {
    name: 'OtherPlatformsAreHardened',
    faults: tableFaults(HARDENED, true),
    broken: [
      (f) => { delete service(f).user; },
      (f) => { service(f).read_only = false; },
      (f) => { service(f).cap_drop = []; },
      (f) => { service(f).security_opt = []; },
      (f) => { delete task(f).containerDefinitions[0].user; },
      (f) => { task(f).containerDefinitions[0].readonlyRootFilesystem = false; },
      (f) => {
        task(f).containerDefinitions[0].linuxParameters.capabilities.drop = [];
      },
      ...['User', 'ReadOnly', 'DropCapability', 'NoNewPrivileges'].map(
          (key) => (f) => {
            const [unit] = f['hermes.container'];
            unit.Container = unit.Container.filter(([name]) => name !== key);
          }),
      (f) => { delete nomadTask(f['hermes.nomad.hcl']).user; },
      (f) => { nomadTask(f['hermes.nomad.hcl']).config[0].cap_drop = []; },
      (f) => {
        nomadTask(f['hermes.nomad.hcl']).config[0].readonly_rootfs = false;
      },
    ],
  },
  {
    name: 'ManifestsContainNoSecret',
    faults: plainSecrets,
    broken: [
      (f) => { container(f).env.push({name: 'API_SERVER_KEY', value: 'x'}); },
      (f) => { service(f).environment.TELEGRAM_BOT_TOKEN = 'x'; },
      (f) => {
        f['hermes.container'][0].Container.push(
            ['Environment', 'OPENAI_API_KEY=x']);
      },
    ],
  },
  {
    name: 'SecretFilesAreNotReadableByEveryone',
    faults: openSecretFiles,
    broken: [
      (f) => { delete pod(f).volumes.find((v) => v.secret).secret.defaultMode; },
      (f) => { pod(f).volumes.find((v) => v.secret).secret.defaultMode = 0o444; },
      (f) => { nomadTask(f['hermes.nomad.hcl']).template[0].perms = '0644'; },
      (f) => {
        f['hermes.container'][0].Container.push(
            ['Secret', 'x,type=mount,target=/x,mode=0444']);
      },
    ],
  },
  {
    name: 'SecretFilesAreMountedAtConfiguredPath',
    faults: unmountedSecrets,
    broken: [
      (f) => { container(f).volumeMounts.pop(); },
      (f) => { container(f, STATEFUL_SET).env[1].value = '/etc/hermes.env'; },
      (f) => { service(f).secrets[0].target = '/run/secrets/hermes.env'; },
      (f) => { nomadTask(f['hermes.nomad.hcl']).template[0].destination = 'x'; },
    ],
  },
  {
    name: 'VariablesAreKnownToPrograms',
    faults: unknownVariables,
    broken: [
      (f) => { container(f).env.push({name: 'HERMES_ENTRY_TIMEOUT', value: '1'}); },
      (f) => { service(f).environment.HERMES_GATEWAY_ONFATAL = 'exit'; },
      (f) => { f['fly.toml'][0].env.HERMES_SUPERVISE = 'always'; },
      (f) => {
        f['heroku.yml'][0].run.web.command = ['HERMES_STOP=1 hermes-entry'];
      },
    ],
  },
  {
    name: 'SwitchesAreKnownToPrograms',
    faults: unknownSwitches,
    broken: [
      (f) => { container(f).readinessProbe.exec.command[1] = '--entry-ready'; },
      (f) => {
        task(f).containerDefinitions[0].healthCheck.command[2] =
            '--entry-healthy';
      },
    ],
  },
  {
    name: 'PathsExistInImage',
    faults: unknownPaths,
    broken: [
      (f) => {
        container(f).startupProbe.exec.command[0] = '/usr/bin/hermes-entry';
      },
      (f) => { container(f).volumeMounts[0].mountPath = '/data'; },
      (f) => { f['fly.toml'][0].mounts[0].destination = '/data'; },
      (f) => { service(f).tmpfs = ['/var/run']; },
    ],
  },
];

module.exports = {RULES};
