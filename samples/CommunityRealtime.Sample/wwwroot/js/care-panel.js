import { CareFeed } from './care-feed.js';
import { byId, element } from './dom.js';

/** The private conversation of an author with the care team, beside the room. It listens only while there is an open case. */
export class CarePanel {
  #panel = byId('care');
  #messages = byId('care-messages');
  #text = byId('care-text');
  #error = byId('care-error');
  #api = null;
  #communityId = null;
  #case = null;
  #feed = null;

  constructor() {
    byId('care-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
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

  /** Looks whether there is a case. */
  async look() {
    const api = this.#api;
    let cases;
    try {
      cases = await api.ownCases(this.#communityId);
    } catch {
      // Not a member, or not reached just now: the room says so, and the feed comes back.
      return;
    }

    if (api === this.#api) {
      this.#case = cases.find(found => isOpen(found)) ?? null;
      this.#show();
      this.#listen();
    }
  }

  #listen() {
    if (this.#case && !this.#feed) {
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

    try {
      await this.#api.writeToCareTeam(this.#communityId, this.#case.id, { content, client_id: crypto.randomUUID() });
      this.#text.value = '';
      this.#error.textContent = '';
      await this.look();
    } catch (error) {
      this.#error.textContent = error.message;
    }
  }
}

const isOpen = found => found.state !== 'resolved' && found.state !== 'closed_as_false_alarm';
