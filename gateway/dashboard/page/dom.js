// Small steps with the document. Text goes in as text, never as markup, and
// nothing is touched that is the same already: a focus, a selection and a screen
// reader's place outlive an update.

export const at = (id) => document.getElementById(id);

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Shows `text` in `node`; without text there is no node to be seen.
export function setNote(node, text) {
  setText(node, text || '');
  node.hidden = !text;
}

export function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// A new element with text and attributes: element('p', 'Hello', {class: 'fine'}).
export function element(name, text = '', attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const key of Object.keys(attributes)) {
    made.setAttribute(key, attributes[key]);
  }
  return made;
}

export function drawing(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const key of Object.keys(attributes)) {
    made.setAttribute(key, attributes[key]);
  }
  return made;
}

// Disabled for everybody, but with the focus left where it is.
export function setUsable(button, usable) {
  setAttribute(button, 'aria-disabled', usable ? null : 'true');
}

export const isUsable = (button) => !button.hasAttribute('aria-disabled');
