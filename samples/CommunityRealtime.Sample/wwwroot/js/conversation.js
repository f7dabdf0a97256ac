import { byId, element } from './dom.js';
import { messageItem, placeAfter, safetyItem } from './message-view.js';
import { Messages } from './messages.js';

const nearBottomPixels = 60;

/** The list of messages on the page: order, scrolling and the button back to the newest one. */
export class Conversation {
  #log = byId('log');
  #list = byId('messages');
  #jump = byId('jump');
  #older = byId('older');
  #beginning = byId('beginning');
  #messages = new Messages();
  #me;
  #name = '';
  #unread = 0;
  #atBottom = true;
  #farAway = false;
  #loadOlder = async () => {};
  #loadingFor = null;
  #topInSight = new IntersectionObserver(entries => this.#topSeen(entries), { root: this.#log, rootMargin: '300px 0px 0px' });

  constructor() {
    this.#jump.addEventListener('click', () => this.scrollToNewest());
    this.#older.addEventListener('click', () => this.#showOlder());
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });

    // A growing composer or a phone's keyboard must not push the newest message out of sight.
    new ResizeObserver(() => {
      if (this.#atBottom) {
        this.scrollToNewest();
      }
    }).observe(this.#log);

    this.#topInSight.observe(this.#older);
  }

  get newestId() {
    return this.#messages.newestId;
  }

  /** Starts empty. `loadOlder(id)` resolves to the page before a message and to whether there may be more. */
  clear({ me, name, loadOlder }) {
    this.#messages = new Messages();
    this.#me = me;
    this.#name = name;
    this.#loadOlder = loadOlder;
    this.#unread = 0;
    this.#atBottom = true;
    this.#list.replaceChildren();
    this.#sayAboutOlder('Load older messages');
    this.#older.hidden = true;
    this.#beginning.hidden = true;
    this.#showUnread();
    this.#log.setAttribute('aria-label', `Messages in ${name}`);
  }

  /** The first page. */
  showHistory(page, mayHaveMore) {
    this.#silently(() => page.forEach(message => this.#insert(message)));
    this.#showTop(mayHaveMore);
    this.scrollToNewest();
  }

  /** A message that arrived now. Returns false when the server's history is no longer the one shown. */
  receive(message) {
    if (this.#messages.contradicts(message)) {
      return false;
    }

    if (this.#insert(message)) {
      this.#arrived(message.user_id === this.#me);
      this.#showTop(!this.#older.hidden);
    }

    return true;
  }

  receiveSafetyReply(content, onRestore) {
    const item = safetyItem(content, onRestore);
    this.#list.append(item);
    this.scrollToNewest();

    // On a small screen the beginning matters more than the end.
    const above = this.#log.getBoundingClientRect().top - item.getBoundingClientRect().top;
    if (above > 0) {
      this.#log.scrollTop -= above;
      this.#atBottom = false;
    }
  }

  scrollToNewest() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#atBottom = true;
    this.#unread = 0;
    this.#showUnread();
  }

  #insert(message) {
    const position = this.#messages.add(message);
    if (position < 0) {
      return false;
    }

    const item = messageItem(message, this.#me);
    const next = this.#messages.at(position + 1);
    const nextItem = next && this.#itemOf(next);
    placeAfter(item, message, this.#messages.at(position - 1));
    this.#list.insertBefore(item, nextItem ?? null);
    if (nextItem) {
      placeAfter(nextItem, next, message);
    }

    return true;
  }

  #itemOf(message) {
    return this.#list.querySelector(`[data-id="${message.id}"]`);
  }

  #arrived(own) {
    if (own || this.#atBottom) {
      this.scrollToNewest();
    } else {
      this.#unread++;
      this.#showUnread();
    }
  }

  #scrolled() {
    const below = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight;
    this.#atBottom = below < nearBottomPixels;
    this.#farAway = below > this.#log.clientHeight / 2;
    this.#unread = this.#atBottom ? 0 : this.#unread;
    this.#showUnread();
  }

  #showUnread() {
    const unread = this.#unread;
    this.#jump.hidden = this.#atBottom || (unread === 0 && !this.#farAway);
    this.#jump.textContent = unread === 0 ? 'Newest messages' : unread === 1 ? '1 new message' : `${unread} new messages`;
    this.#jump.classList.toggle('unread', unread > 0);
  }

  #showTop(mayHaveMore) {
    this.#older.hidden = !mayHaveMore;
    this.#beginning.hidden = mayHaveMore;
    this.#beginning.replaceChildren(...(this.#messages.size === 0
      ? [element('strong', {}, 'Nothing here yet. '), 'Say hello to begin.']
      : [`This is where ${this.#name} begins.`]));
  }

  #topSeen(entries) {
    if (entries.at(-1).isIntersecting && !this.#older.classList.contains('failed')) {
      this.#showOlder();
    }
  }

  async #showOlder() {
    const messages = this.#messages;
    if (this.#loadingFor === messages || this.#older.hidden) {
      return;
    }

    this.#loadingFor = messages;
    this.#sayAboutOlder('Loading older messages…');
    let failed = false;
    try {
      const { page, mayHaveMore } = await this.#loadOlder(messages.oldestId);
      if (messages === this.#messages) {
        this.#silently(() => this.#keepingPosition(() => {
          page.forEach(message => this.#insert(message));
          this.#showTop(mayHaveMore);
        }));
      }
    } catch {
      failed = true;
    }

    if (messages === this.#messages) {
      this.#loadingFor = null;
      this.#sayAboutOlder(failed ? 'Older messages could not be loaded. Try again' : 'Load older messages', failed);

      // Observed anew, it reports at once when the top is still in sight.
      this.#topInSight.unobserve(this.#older);
      this.#topInSight.observe(this.#older);
    }
  }

  #sayAboutOlder(text, failed = false) {
    this.#older.textContent = text;
    this.#older.classList.toggle('failed', failed);
  }

  #keepingPosition(change) {
    const fromBottom = this.#log.scrollHeight - this.#log.scrollTop;
    change();
    this.#log.scrollTop = this.#log.scrollHeight - fromBottom;
  }

  /** A page of history is not read out by screen readers: the member can go through it at will. */
  #silently(change) {
    this.#log.setAttribute('aria-live', 'off');
    change();
    setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), 100);
  }
}
