// The dialog that makes a profile.
import {ask} from '/assets/api.js';
import {at, element, setAttribute, setNote} from '/assets/dom.js';

// Where the message of an error goes, by its code; otherwise below all fields.
const PLACES = {
  invalid_value: 'create-name',
  profile_exists: 'create-name',
  no_such_profile: 'create-source',
};
const FIELDS = ['create-name', 'create-description', 'create-source'];
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

function clearErrors() {
  setNote(at('create-error'), '');
  for (const id of FIELDS) {
    setNote(at(`${id}-error`), '');
    setAttribute(at(id), 'aria-invalid', null);
  }
}

function tellError(id, message) {
  if (!id) return setNote(at('create-error'), message);
  setNote(at(`${id}-error`), message);
  setAttribute(at(id), 'aria-invalid', 'true');
  at(id).focus();
}

// What to tell of a profile that was made.
function wordsOf(made) {
  const words = [`Profile ${made.profile} was created.`];
  if (made.port) words.push(`Its API port is ${made.port}.`);
  words.push(...made.remarks);
  if (made.slot === 'registered') words.push('Its gateway is stopped: start it when you like.');
  if (made.slot_error) words.push(`Its slot could not be registered: ${made.slot_error}`);
  return words.join(' ');
}

async function create(event, told) {
  event.preventDefault();
  clearErrors();
  const given = at('create-form').elements;
  if (!NAME.test(given.name.value)) {
    return tellError('create-name', given.name.value
      ? 'Use a-z, 0-9, _ and -, beginning with a letter or digit.'
      : 'A profile needs a name.');
  }
  try {
    const made = await ask('POST', '/api/profiles', {
      name: given.name.value,
      description: given.description.value,
      clone_from: given.clone_from.value,
    });
    at('create').close();
    told(wordsOf(made));
  } catch (failure) {
    tellError(PLACES[failure.code], failure.message);
  }
}

// Opens it, with the `names` of the profiles there are.
export function openNewProfile(names) {
  clearErrors();
  at('create-form').reset();
  const nobody = element('option', 'none: begin afresh', {value: ''});
  at('create-source').replaceChildren(
      nobody, ...names.map((name) => element('option', name, {value: name})));
  at('create').showModal();
  at('create-name').focus();
}

// `told(words)` is called once a profile was made.
export function setUpNewProfile(told) {
  at('create-form').addEventListener('submit', (event) => create(event, told));
  at('create-no').addEventListener('click', () => at('create').close());
}
