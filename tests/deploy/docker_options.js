// Prints the docker options that correspond to a manifest, one per line, then a
// line `--` and the container's arguments, then a line `--` and its probe. What
// a platform would mount is taken from HOST_DIRECTORY.
//
//   node docker_options.js DOCS_DEPLOY FILE HOST_DIRECTORY
//
// FILE is kubernetes/deployment.yaml, kubernetes/statefulset.yaml,
// compose.hardened.yaml or ecs-task-definition.json.
'use strict';

const path = require('path');
const {load, podsOf, seconds} = require('./manifests.js');

const [directory, file, host] = process.argv.slice(2);

const environment = (pairs) =>
    pairs.flatMap(([name, value]) => ['-e', `${name}=${value}`]);

// Uses directories of the host as volumes, as the kubelet does.
function ofPod(pod) {
  const [container] = pod.containers;
  const security = container.securityContext;
  const kinds = Object.fromEntries(pod.volumes.map((v) => [v.name, v]));
  const mounts = container.volumeMounts.flatMap(({name, mountPath, readOnly}) => {
    const place = kinds[name] && kinds[name].secret ? 'secrets' : name;
    return ['-v', `${path.join(host, place)}:${mountPath}` +
        (readOnly ? ':ro' : '')];
  });
  const {runAsUser, runAsGroup, fsGroup} = pod.securityContext;
  return {
    options: [
      '--user', `${runAsUser}:${runAsGroup}`, '--group-add', String(fsGroup),
      ...(security.readOnlyRootFilesystem ? ['--read-only'] : []),
      ...security.capabilities.drop.flatMap((name) => ['--cap-drop', name]),
      ...(security.allowPrivilegeEscalation === false ?
              ['--security-opt', 'no-new-privileges'] : []),
      '--stop-timeout', String(pod.terminationGracePeriodSeconds),
      ...environment(container.env.map((e) => [e.name, e.value])),
      ...mounts,
    ],
    arguments: container.args,
    probe: container.readinessProbe.exec.command,
  };
}

function ofCompose({services: {hermes}}) {
  return {
    options: [
      '--user', hermes.user,
      ...(hermes.read_only ? ['--read-only'] : []),
      ...hermes.cap_drop.flatMap((name) => ['--cap-drop', name]),
      ...hermes.security_opt.flatMap((name) => ['--security-opt', name]),
      ...hermes.tmpfs.flatMap((place) => ['--tmpfs', place]),
      '--pids-limit', String(hermes.pids_limit),
      '--stop-timeout', String(seconds(hermes.stop_grace_period)),
      ...environment(Object.entries(hermes.environment)),
      ...hermes.secrets.flatMap(({target}) => {
        const name = path.basename(target);
        return ['-v', `${path.join(host, 'secrets', name)}:${target}:ro`];
      }),
      ...hermes.volumes.flatMap((volume) => {
        return ['-v', `${path.join(host, 'data')}:${volume.split(':')[1]}`];
      }),
    ],
    arguments: hermes.command,
    probe: ['/usr/local/bin/hermes-entry', '--entry-health'],
  };
}

// ECS passes secrets as variables: docker reads them from the lines of the
// file.
function ofTask({containerDefinitions: [container]}) {
  return {
    options: [
      '--user', container.user,
      ...(container.readonlyRootFilesystem ? ['--read-only'] : []),
      ...container.linuxParameters.capabilities.drop.flatMap(
          (name) => ['--cap-drop', name]),
      '--stop-timeout', String(container.stopTimeout),
      ...environment(container.environment.map((e) => [e.name, e.value])),
      '--env-file', path.join(host, 'secrets', 'hermes.env'),
      ...container.mountPoints.flatMap(({sourceVolume, containerPath}) => {
        return ['-v', `${path.join(host, sourceVolume)}:${containerPath}`];
      }),
    ],
    arguments: container.command,
    probe: container.healthCheck.command.slice(1),
  };
}

const documents = load(directory)[file];
const pods = podsOf(documents);
const made = pods.length > 0 ? ofPod(pods[0]) :
    file.endsWith('.json') ? ofTask(documents[0]) : ofCompose(documents[0]);
console.log([
  ...made.options, '--', ...made.arguments, '--', ...made.probe,
].join('\n'));
