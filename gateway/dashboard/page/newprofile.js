// The dialog that creates a profile.
import {ask} from '/assets/api.js';
import {at, element, setAttribute, setNote} from '/assets/dom.js';

// The field at which an error is shown, by the error's code. Other errors are
// shown below all fields.
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

function showError(id, message) {
  if (!id) return setNote(at('create-error'), message);
  setNote(at(`${id}-error`), message);
  setAttribute(at(id), 'aria-invalid', 'true');
  at(id).focus();
}

// Returns the notice for the new profile `made`.
function wordsOf(made) {
  const words = [`Profile ${made.profile} was created.`];
  if (made.port) words.push(`Its API port is ${made.port}.`);
  words.push(...made.remarks);
  if (made.slot === 'registered') words.push('Its gateway is stopped; you can start it now.');
  if (made.slot_error) words.push(`Its slot could not be registered: ${made.slot_error}`);
  return words.join(' ');
}

async function create(event, notify) {
  event.preventDefault();
  clearErrors();
  const given = at('create-form').elements;
  if (!NAME.test(given.name.value)) {
    return showError('create-name', given.name.value
      ? 'Use a-z, 0-9, _ and -, starting with a letter or digit.'
      : 'Enter a name for the profile.');
  }
  try {
    const made = await ask('POST', '/api/profiles', {
      name: given.name.value,
      description: given.description.value,
      clone_from: given.clone_from.value,
    });
    at('create').close();
    notify(wordsOf(made));
  } catch (failure) {
    showError(PLACES[failure.code], failure.message);
  }
}

// Opens the dialog; `names` are the existing profiles.
export function openNewProfile(names) {
  clearErrors();
  at('create-form').reset();
  const none = element('option', 'none: use the defaults', {value: ''});
  at('create-source').replaceChildren(
      none, ...names.map((name) => element('option', name, {value: name})));
  at('create').showModal();
  at('create-name').focus();
}

// `notify(words)` is called after a profile was created.
export function setUpNewProfile(notify) {
  at('create-form').addEventListener('submit', (event) => create(event, notify));
  at('create-no').addEventListener('click', () => at('create').close());
}
