import { byId, element } from './dom.js';

/** Who is reading and where, kept in the address, so that two windows can be two people. */
export function readChoice(demo) {
  const hash = new URLSearchParams(location.hash.slice(1));
  const pick = (list, name) => list.find(entry => String(entry.id) === hash.get(name)) ?? list[0];
  return { user: pick(demo.users, 'user'), community: pick(demo.communities, 'community') };
}

export function showChoices(demo, { user, community }) {
  byId('communities').replaceChildren(...demo.communities.map(entry =>
    choice(entry, `#user=${user.id}&community=${entry.id}`, entry === community, 'place')));
  byId('users').replaceChildren(...demo.users.map(entry =>
    choice(entry, `#user=${entry.id}&community=${community.id}`, entry === user, 'person')));
}

function choice({ name, about }, href, current, kind) {
  return element('li', {},
    element('a', { class: `choice ${kind}`, href, 'aria-current': current ? 'true' : null },
      element('span', { class: 'choice-icon', 'aria-hidden': 'true' }, kind === 'person' ? [...name][0] : '#'),
      element('span', { class: 'choice-words' },
        element('span', { class: 'choice-name', dir: 'auto' }, name),
        element('span', { class: 'choice-about', dir: 'auto' }, about))));
}
