// The dialog that asks the user to confirm an action.
import {at, setNote, setText} from '/assets/dom.js';

let current = null;

function close() {
  at('confirm').close();
}

// Opens the dialog. `question` is {title, text, yes, typed, run}. `yes` labels
// the confirming button. The user must type `typed` first, unless it is ''. `run`
// performs the action and is awaited: the dialog then closes, or, if `run` throws,
// stays open and shows the error.
export function askFirst(question) {
  current = question;
  setText(at('confirm-title'), question.title);
  setText(at('confirm-text'), question.text);
  setText(at('confirm-yes'), question.yes);
  setText(at('confirm-wanted'), question.typed);
  at('confirm-typing').hidden = !question.typed;
  at('confirm-typed').value = '';
  setNote(at('confirm-error'), '');
  at('confirm').showModal();
  (question.typed ? at('confirm-typed') : at('confirm-no')).focus();
}

async function goOn(event) {
  event.preventDefault();
  const question = current;
  if (question.typed && at('confirm-typed').value !== question.typed) {
    setNote(at('confirm-error'), `Type “${question.typed}” exactly.`);
    return at('confirm-typed').focus();
  }
  at('confirm-yes').disabled = true;
  setNote(at('confirm-error'), '');
  try {
    await question.run();
    close();
  } catch (failure) {
    setNote(at('confirm-error'), failure.message);
  } finally {
    at('confirm-yes').disabled = false;
  }
}

export function setUpConfirm() {
  at('confirm').querySelector('form').addEventListener('submit', goOn);
  at('confirm-no').addEventListener('click', close);
}
