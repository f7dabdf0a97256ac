export const byId = id => document.getElementById(id);

/** Makes an element. Text and children only ever become text nodes and nodes, never markup. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }

  node.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return node;
}
