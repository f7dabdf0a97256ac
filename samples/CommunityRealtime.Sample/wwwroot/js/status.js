import { byId } from './dom.js';

const words = {
  connecting: { shown: 'Connecting…', announced: '' },
  online: { shown: 'Online', announced: 'Connected' },
  offline: { shown: 'No network', announced: 'There is no network. The chat comes back by itself.' },
  waiting: { shown: 'Reconnecting', announced: 'Connection lost. Reconnecting by itself.' },
  refused: { shown: 'Not connected', announced: '' },
};

/** The small sign in the header that says how the connection is. */
export class Status {
  #root = byId('connection');
  #shown = byId('connection-text');
  #announced = byId('connection-announcement');
  #retry = byId('reconnect');
  #trouble = false;

  constructor(onRetry) {
    this.#retry.addEventListener('click', onRetry);
  }

  /** Says something to those who listen. */
  announce(text) {
    if (this.#announced.textContent !== text) {
      this.#announced.textContent = text;
    }
  }

  show(state, seconds) {
    this.#root.dataset.state = state;
    this.#shown.textContent = state === 'waiting' ? `Reconnecting in ${seconds} s` : words[state].shown;
    this.#retry.hidden = state !== 'waiting';

    // The seconds are not read out, and being online only after it was lost.
    if (state !== 'connecting') {
      this.announce(state === 'online' && !this.#trouble ? '' : words[state].announced);
    }

    this.#trouble = state === 'waiting' || state === 'offline' || (this.#trouble && state === 'connecting');
  }
}
