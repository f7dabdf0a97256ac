import { CareFeed } from './care-feed.js';
import { byId, element } from './dom.js';

/** The private conversation of an author with the care team, beside the room. It listens only while there is an open case. */
export class CarePanel {
  #panel = byId('care');
  #messages = byId('care-messages');
  #form = byId('care-form');
  #text = byId('care-text');
  #error = byId('care-error');
  #api = null;
  #communityId = null;
  #case = null;
  #feed = null;
  #again = 0;
  #sending = null;

  constructor() {
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener('input', () => {
      this.#sending = null;
    });
    this.#text.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
  }

  /** Somebody enters a community. */
  enter(api, communityId) {
    this.#feed?.close();
    [this.#api, this.#communityId, this.#case, this.#feed] = [api, communityId, null, null];
    this.#show();
    this.look();
  }

  /** Looks whether there is a case, again and again while it cannot be found out. */
  async look() {
    const api = this.#api;
    clearTimeout(this.#again);
    let cases;
    try {
      cases = await api.ownCases(this.#communityId);
    } catch (error) {
      // Refused means not a member, and the room says so.
      if (api === this.#api && (error.status === 0 || error.status >= 500)) {
        this.#again = setTimeout(() => this.look(), 5_000);
      }

      return;
    }

    if (api === this.#api) {
      // A closed one stays, so that the last words of the care team are not lost before they are read.
      this.#case = cases.find(isOpen) ?? cases[0] ?? null;
      this.#show();
      this.#listen();
    }
  }

  #listen() {
    if (this.#case && isOpen(this.#case) && !this.#feed) {
      const api = this.#api;
      this.#feed = new CareFeed({
        open: () => api.openFeed(this.#communityId),
        onOpen: () => this.look(),
        onFrame: frame => frame.type === 'care' && this.look(),
      });
    }
  }

  #show() {
    const conversation = (this.#case?.messages ?? []).filter(message => message.kind !== 'withheld');
    this.#panel.hidden = conversation.length === 0;
    this.#form.hidden = !this.#case || !isOpen(this.#case);
    this.#messages.replaceChildren(...conversation.map(message => element(
      'li', { class: message.kind === 'author' ? 'own' : 'care-team' },
      element('span', { class: 'author' }, message.kind === 'author' ? 'You' : 'Care team'),
      element('span', { class: 'text', dir: 'auto' }, message.content ?? ''))));
  }

  async #send() {
    const content = this.#text.value.trim();
    if (content === '' || !this.#case) {
      return;
    }

    // Sent again after a failure, it is stored once.
    const sending = this.#sending ??= crypto.randomUUID();
    try {
      await this.#api.writeToCareTeam(this.#communityId, this.#case.id, { content, client_id: sending });
      if (this.#sending === sending) {
        [this.#text.value, this.#sending] = ['', null];
      }

      this.#error.textContent = '';
      await this.look();
    } catch (error) {
      this.#error.textContent = error.message;
    }
  }
}

const isOpen = found => found.state !== 'resolved' && found.state !== 'closed_as_false_alarm';
