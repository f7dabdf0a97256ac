import { byId } from './dom.js';
import { charactersIn } from './format.js';

const maxCharacters = 4000;
const warnFrom = 3600;
const answerMilliseconds = 10_000;

/**
 * The box for writing. One message is on its way at a time and its text stays in the box until the server has answered,
 * so nothing that was typed is lost.
 */
export class Composer {
  #form = byId('composer');
  #text = byId('message');
  #send = byId('send');
  #error = byId('composer-error');
  #counter = byId('counter');
  #anonymous = byId('anonymous');
  #identity = byId('identity');
  #deliver = () => false;
  #me = null;
  #place = '';
  #drafts = new Map();
  #sent = null;
  #timer = 0;
  #hintedOffline = false;

  constructor() {
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener('input', () => this.#edited());
    this.#text.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    });
    this.#anonymous.addEventListener('change', () => {
      this.#remember();
      this.#showIdentity();
    });
  }

  /** Writes as `me` into one community; `deliver(frame)` is false while offline. */
  begin({ me, communityId, deliver }) {
    const place = `${me.id}:${communityId}`;
    if (place !== this.#place) {
      // What was typed as one person must not be sent as another.
      this.#drafts.set(this.#place, this.#text.value);
      this.#write(this.#drafts.get(place) ?? '');
    }

    this.#settle();
    this.#me = me;
    this.#deliver = deliver;
    this.#place = place;
    this.#anonymous.checked = this.#recall();
    this.#showIdentity();
    this.#say('');
  }

  set available(available) {
    this.#form.hidden = !available;
  }

  focus() {
    this.#text.focus();
  }

  /** A message of one's own came back: it is stored, and if it is the one in the box, the box becomes free. */
  stored(message) {
    if (this.#sent && message.content === this.#sent.content && message.is_anonymous === this.#sent.is_anonymous) {
      const untouched = this.#typed === this.#sent.content;
      this.#settle();
      this.#say('');
      if (untouched) {
        this.#write('');
      }
    }
  }

  /** The server did not take the message. Its text stays. */
  refused(detail) {
    this.#settle();
    this.#say(detail);
  }

  /** The safety gate answered instead of posting. Returns how to get the text back. */
  answeredPrivately() {
    const content = this.#sent?.content;
    this.#settle();
    this.#say('');
    if (content === undefined) {
      return null;
    }

    this.#write('');
    return () => {
      this.#write(this.#text.value === '' ? content : `${this.#text.value}\n${content}`);
      this.#text.focus();
    };
  }

  /** The connection is there. What it brings may still tell that an interrupted message had arrived. */
  connected() {
    if (this.#hintedOffline) {
      this.#say('');
    }
  }

  /** The connection is gone. A message that was on its way may have arrived or not. */
  interrupted() {
    if (this.#locked) {
      this.#unlock();
      this.#say('The connection was lost before this was confirmed. If it does not appear above, send it again.');
    }
  }

  #say(text, offline = false) {
    this.#error.textContent = text;
    this.#hintedOffline = offline;
  }

  #submit() {
    const content = this.#typed;
    if (this.#locked || content === '' || charactersIn(content) > maxCharacters) {
      return;
    }

    const frame = { type: 'message', content, is_anonymous: this.#anonymous.checked };
    if (!this.#deliver(frame)) {
      this.#say('You are not connected. Your message stays here: send it when the connection is back.', true);
      return;
    }

    this.#say('');
    this.#sent = frame;
    this.#text.readOnly = true;
    this.#form.classList.add('sending');
    this.#timer = setTimeout(() => {
      this.#unlock();
      this.#say('No answer yet. If your message does not appear above, send it again.');
    }, answerMilliseconds);
  }

  get #typed() {
    return this.#text.value.trim().toWellFormed();
  }

  get #locked() {
    return this.#text.readOnly;
  }

  #unlock() {
    clearTimeout(this.#timer);
    this.#text.readOnly = false;
    this.#form.classList.remove('sending');
  }

  #settle() {
    this.#unlock();
    this.#sent = null;
  }

  #write(text) {
    this.#text.value = text;
    this.#edited();
  }

  #edited() {
    const left = maxCharacters - charactersIn(this.#typed);
    this.#counter.textContent = left > maxCharacters - warnFrom ? '' : left >= 0 ? `${left} left` : `${-left} too many`;
    this.#counter.classList.toggle('over', left < 0);
    this.#send.disabled = left < 0;
    this.#text.setAttribute('aria-invalid', left < 0);

    // Measured from one line up, so that the box also becomes smaller again.
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #showIdentity() {
    const anonymous = this.#anonymous.checked;
    this.#form.classList.toggle('anonymous', anonymous);
    this.#identity.textContent = anonymous ? 'Others see “Anonymous”' : `Posting as ${this.#me.name}`;
  }

  // Kept over a reload: nobody should post under their name because a page forgot.
  #remember() {
    try {
      sessionStorage.setItem(`anonymous:${this.#place}`, this.#anonymous.checked);
    } catch {
      // Without storage the switch lasts until the page is left.
    }
  }

  #recall() {
    try {
      return sessionStorage.getItem(`anonymous:${this.#place}`) === 'true';
    } catch {
      return false;
    }
  }
}
