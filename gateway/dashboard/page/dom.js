// Helpers that change the document. They insert text as text, never as markup,
// and do not touch what is already right: an update then keeps the focus, the
// selection and a screen reader's position.

export const at = (id) => document.getElementById(id);

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Shows `text` in `node`; hides `node` if `text` is empty.
export function setNote(node, text) {
  setText(node, text || '');
  node.hidden = !text;
}

export function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// Returns a new element with text and attributes, as in
// element('p', 'Hello', {class: 'fine'}).
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

// Enables or disables `button` through aria-disabled, because the `disabled`
// attribute would take the focus away from it.
export function setUsable(button, usable) {
  setAttribute(button, 'aria-disabled', usable ? null : 'true');
}

export const isUsable = (button) => !button.hasAttribute('aria-disabled');
