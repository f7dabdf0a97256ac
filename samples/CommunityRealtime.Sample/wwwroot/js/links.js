import { element } from './dom.js';

// Addresses with or without a scheme, and numbers of three digits or more as helplines are printed: 988, 116 123, +44 800 1111.
const pattern = new RegExp([
  String.raw`(?<web>https?://[^\s<>"]+[^\s<>".,;:!?)\]])`,
  String.raw`(?<site>\b(?:[a-z0-9-]+\.)+(?:com|org|net|info|int|eu|uk|ie|de|at|ch|fr|es|it|nl|us|ca|au|nz|help|care|health)\b(?:/[^\s<>"]*[^\s<>".,;:!?)\]])?)`,
  String.raw`(?<phone>(?<![\w/.-])\+?\d(?:[ -]?\d){2,14}(?![\w/]))`,
].join('|'), 'giu');

/** Turns a text into nodes in which web addresses and phone numbers are links. Line breaks are kept by the style sheet. */
export function withLinks(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(text.slice(end, match.index), link(match));
    end = match.index + match[0].length;
  }

  nodes.push(text.slice(end));
  return nodes;
}

function link({ 0: text, groups: { web, site, phone } }) {
  return phone
    ? element('a', { href: `tel:${phone.replace(/[ -]/g, '')}` }, text)
    : element('a', { href: web ?? `https://${site}`, target: '_blank', rel: 'noopener noreferrer' }, text);
}
