import { Api } from './api.js';
import { Alarm } from './care-alarm.js';
import { CareFeed } from './care-feed.js';
import { byId, element } from './dom.js';

const choice = new URLSearchParams(location.hash.slice(1));
const communityId = Number(choice.get('community') ?? 5);
const api = new Api(Number(choice.get('user') ?? 90));
const alarm = new Alarm(byId('sound'), byId('announcement'));
const list = byId('cases');

const versions = new Map();
let cases = new Map();
let chosen = null;
let opened = null;
let wanted = null;
let answerId = null;
const drafts = new Map();

/** Those that wait first, then the longest raised. */
const inOrder = () => [...cases.values()].sort((one, other) => other.is_waiting - one.is_waiting || one.raised_at.localeCompare(other.raised_at));

/** By the server's account, for this machine's clock may be wrong. */
const waited = found => {
  const seconds = Math.floor(found.waiting_seconds + (performance.now() - found.seenAt) / 1000);
  return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
};

function show() {
  const found = inOrder();
  if (!cases.has(chosen)) {
    chosen = found[0]?.id ?? null;
  }

  byId('no-cases').hidden = found.length > 0;
  list.replaceChildren(...found.map(item => element(
    'li',
    { id: `case-${item.id}`, role: 'option', 'aria-selected': String(item.id === chosen), 'data-level': item.level, 'data-state': item.state },
    element('strong', {}, item.level),
    ` ${item.state.replaceAll('_', ' ')}, ${item.message_count} ${item.message_count === 1 ? 'message' : 'messages'} `,
    element('span', { class: 'waited' }, item.is_waiting ? `waiting ${waited(item)}` : ''))));
  list.setAttribute('aria-activedescendant', chosen ? `case-${chosen}` : '');
  alarm.show(found.filter(item => item.is_waiting));
}

/** Takes over what is newer than what is known, also of a case that was closed meanwhile. */
function take(found) {
  if ((versions.get(found.id) ?? 0) > found.version) {
    return;
  }

  versions.set(found.id, found.version);
  found.seenAt = performance.now();
  if (found.is_open) {
    cases.set(found.id, found);
  } else {
    cases.delete(found.id);
  }

  show();
  if (opened?.id === found.id) {
    showState(found);
  }

  // What a therapist does is written to the log and comes back as a frame: only new messages are read again.
  if (opened?.id === found.id && opened.messages.length !== found.message_count) {
    open(found.id);
  }
}

async function load() {
  const found = await api.crisisCases(communityId);
  cases = new Map();
  found.forEach(take);
  show();
}

/** Where the opened case stands: others may have taken or closed it. */
function showState(found) {
  byId('opened-title').textContent = `${found.level}, ${opened.is_anonymous ? 'anonymous' : `user ${opened.author_id}`}, ${found.state.replaceAll('_', ' ')}`;
  byId('answer-form').hidden = !found.is_open;
}

function close(action) {
  if (opened && confirm('Close this case for good? Nobody else is called about it then.')) {
    act(action);
  }
}

/** Opens a case. What was typed for another one stays with that one. */
async function open(id) {
  if (wanted !== id) {
    drafts.set(wanted, byId('answer').value);
    byId('answer').value = drafts.get(id) ?? '';
    byId('opened').hidden = true;
    [wanted, opened, answerId] = [id, null, null];
  }

  const file = await attempt(() => api.crisisCase(communityId, id));
  if (!file || wanted !== id) {
    return;
  }

  opened = file;
  byId('opened').hidden = false;
  showState(file);
  byId('case-messages').replaceChildren(...file.messages.map(message => element(
    'li', { class: message.kind === 'care_team' ? 'own' : message.kind },
    element('span', { class: 'author' }, { withheld: 'Withheld message', author: 'Author', care_team: 'Care team' }[message.kind]),
    element('span', { class: 'text', dir: 'auto' }, message.content ?? 'This text cannot be read any more.'))));
}

/** Does something, and shows why it did not work. */
async function attempt(action) {
  try {
    byId('case-error').textContent = '';
    return await action();
  } catch (error) {
    byId('case-error').textContent = error.message;
    byId('opened').hidden = false;
    return null;
  }
}

async function act(action, body = {}, id = opened?.id) {
  const found = id && await attempt(() => api.actOnCase(communityId, id, action, body));
  if (found) {
    take(found);
  }

  return Boolean(found);
}

async function answer() {
  const box = byId('answer');
  const content = box.value.trim();
  if (content === '' || !opened) {
    return;
  }

  // Sent again after a failure, it is stored once.
  answerId ??= crypto.randomUUID();
  const to = opened.id;
  if (await act('messages', { content, client_id: answerId }, to) && wanted === to) {
    [box.value, answerId] = ['', null];
  }
}

function choose(step) {
  const ids = inOrder().map(found => found.id);
  chosen = ids[Math.min(Math.max(ids.indexOf(chosen) + step, 0), ids.length - 1)] ?? null;
  show();
}

const keys = {
  ArrowDown: () => choose(1),
  ArrowUp: () => choose(-1),
  j: () => choose(1),
  k: () => choose(-1),
  Enter: () => chosen && open(chosen).then(() => opened && byId('answer').focus()),
  a: () => act('acknowledge', {}, chosen),
  r: () => close('resolve'),
};

list.addEventListener('keydown', event => {
  if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    keys[event.key]();
  }
});
list.addEventListener('click', event => {
  const item = event.target.closest('li');
  if (item) {
    chosen = item.id.slice('case-'.length);
    show();
    open(chosen);
  }
});
byId('answer').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    answer();
  } else if (event.key === 'Escape') {
    list.focus();
  }
});
byId('answer-form').addEventListener('submit', event => {
  event.preventDefault();
  answer();
});
byId('answer').addEventListener('input', () => {
  answerId = null;
});
for (const action of ['acknowledge', 'release']) {
  byId(action).addEventListener('click', () => act(action));
}

for (const action of ['resolve', 'false-alarm']) {
  byId(action).addEventListener('click', () => close(action));
}

new CareFeed({
  open: () => api.openFeed(communityId),
  onOpen: async () => {
    try {
      await load();
      byId('feed').dataset.state = 'online';
      byId('feed').textContent = 'Live';
    } catch (error) {
      byId('feed').dataset.state = 'refused';
      byId('feed').textContent = error.message;
    }
  },
  onFrame: frame => frame.type === 'crisis_case' && take(frame.case),
});
setInterval(show, 1_000);
list.focus();
