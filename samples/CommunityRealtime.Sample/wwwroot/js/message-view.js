import { element } from './dom.js';
import { dayKey, dayOf, fullTimeOf, timeOf } from './format.js';
import { withLinks } from './links.js';

const groupMilliseconds = 5 * 60_000;

/** One message as a list item. `me` is the id of the person who reads. */
export function messageItem(message, me) {
  const written = new Date(message.created_at);
  const own = message.user_id === me;
  const item = element('li', { class: 'message', 'data-id': message.id });
  item.classList.toggle('own', own);
  item.classList.toggle('anonymous', message.is_anonymous);

  item.append(
    element('div', { class: 'avatar', 'aria-hidden': 'true', 'data-tint': tintOf(message) }, initialOf(message)),
    element('div', { class: 'body' },
      element('p', { class: 'meta' },
        element('span', { class: 'author', dir: 'auto' }, own ? 'You' : message.display_name),
        own && message.is_anonymous ? element('span', { class: 'badge' }, 'Anonymous to others') : null,
        element('time', { datetime: message.created_at, title: fullTimeOf(written) }, timeOf(written))),
      element('div', { class: 'bubble' },
        element('p', { class: 'text', dir: 'auto' }, message.content))));
  return item;
}

/** Shows a day where it changes, and joins a message to the one before it when one author goes on. */
export function placeAfter(item, message, previous) {
  const written = new Date(message.created_at);
  const before = previous && new Date(previous.created_at);
  const newDay = !before || dayKey(before) !== dayKey(written);

  item.classList.toggle('joined', !newDay && sameAuthor(message, previous) && written - before < groupMilliseconds);
  item.querySelector('.day')?.remove();
  if (newDay) {
    item.prepend(element('h2', { class: 'day' }, element('span', {}, dayOf(written))));
  }
}

/** The safety gate's private answer, in the flow of the conversation. */
export function safetyItem(content, onRestore) {
  const restore = onRestore && element('button', { class: 'link', type: 'button' }, 'Put my words back in the box');
  restore?.addEventListener('click', onRestore);

  return element('li', { class: 'safety' },
    element('div', { class: 'safety-card' },
      element('h2', {}, 'A note for you'),
      element('p', { class: 'text', dir: 'auto' }, ...withLinks(content)),
      element('p', { class: 'safety-foot' }, 'Only you can see this. ', restore)));
}

// Two anonymous posts may come from two people: joining them would suggest that they do not.
function sameAuthor(message, previous) {
  return message.user_id !== null && message.user_id === previous.user_id && message.is_anonymous === previous.is_anonymous;
}

function initialOf(message) {
  return message.is_anonymous ? '' : [...message.display_name.trim()][0]?.toUpperCase() ?? '';
}

function tintOf(message) {
  if (message.is_anonymous) {
    return 'none';
  }

  let sum = 0;
  for (const letter of String(message.user_id)) {
    sum = (sum * 31 + letter.codePointAt(0)) % 6;
  }

  return sum;
}
