import { Api } from './api.js';
import { CarePanel } from './care-panel.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { byId } from './dom.js';
import { Notice } from './notice.js';
import { readChoice, showChoices } from './sidebar.js';
import { Status } from './status.js';
import { setUpTheme } from './theme.js';
import { Title } from './title.js';

const pageSize = 50;

const conversation = new Conversation();
const composer = new Composer();
const notice = new Notice();
const title = new Title();
const care = new CarePanel();
let connection = null;
const status = new Status(() => connection.connect());

/** Enters one community as one person, and leaves the one before. */
function enter({ user, community }) {
  connection?.close();
  byId('community-name').textContent = community.name;
  byId('community-about').textContent = community.about;
  title.enter(user, community);

  const api = new Api(user.id);
  care.enter(api, community.id);
  const page = async before => {
    const messages = await api.messages(community.id, { limit: pageSize, before });
    return { page: messages, mayHaveMore: messages.length === pageSize };
  };

  const mine = connection = new Connection({
    prepare: loadHistoryOnce(page, () => mine === connection),
    url: () => api.socketUrl(community.id, conversation.newestId),
    renew: () => api.forgetToken(),
    onState: (state, detail) => showState(state, detail, { user, community }),
    onFrame: frame => receive(frame, { user, community }),
  });

  notice.hide();
  conversation.clear({ me: user.id, name: community.name, loadOlder: page });
  composer.begin({ me: user, communityId: community.id, deliver: frame => mine.send(frame) });
  composer.available = true;
  connection.connect();
}

/** The first attempt that gets through loads the newest page; the socket then brings everything after it. */
function loadHistoryOnce(page, current) {
  let loaded = false;
  return async () => {
    if (loaded) {
      return;
    }

    const newest = await page();
    if (current()) {
      loaded = true;
      conversation.showHistory(newest.page, newest.mayHaveMore);
    }
  };
}

function showState(state, detail, choice) {
  status.show(state, detail);
  if (state === 'refused') {
    status.announce(notice.show(detail, { ...choice, onAction: () => enter(choice) }));
  }

  composer.available = state !== 'refused';
  if (state === 'online') {
    composer.connected();
  } else {
    composer.interrupted();
  }
}

function receive(frame, choice) {
  if (frame.type === 'message') {
    if (frame.message.user_id === choice.user.id) {
      composer.stored(frame.message);
    } else {
      title.arrived();
    }

    if (!conversation.receive(frame.message)) {
      enter(choice);
    }
  } else if (frame.type === 'error') {
    composer.refused(frame.detail);
  } else if (frame.type === 'system' && frame.role === 'safety') {
    conversation.receiveSafetyReply(frame.content, composer.answeredPrivately());
    care.look();
  }
}

async function start() {
  notice.hide();
  let demo;
  try {
    demo = await Api.demo();
  } catch (error) {
    status.show('refused');
    composer.available = false;
    status.announce(notice.show(error.status === 404 ? 'no_demo' : 'unreachable', { onAction: start }));
    return;
  }

  const go = () => {
    const choice = readChoice(demo);
    showChoices(demo, choice);
    byId('sidebar').hidePopover();
    enter(choice);
    composer.focus();
  };

  window.addEventListener('hashchange', go);
  go();
}

// The address holds the choice, so the skip link must not go there.
byId('skip').addEventListener('click', event => {
  event.preventDefault();
  composer.focus();
});

setUpTheme(byId('theme'), byId('theme-label'));
start();
