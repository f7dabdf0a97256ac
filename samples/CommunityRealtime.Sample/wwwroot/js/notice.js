import { byId } from './dom.js';

const notices = {
  not_a_member: (user, community) => ({
    title: `You are not a member of ${community.name}`,
    text: `${community.name} is only for its members, and ${user.name} is not one of them. Choose another community or another person.`,
  }),
  banned: (user, community) => ({
    title: `You cannot enter ${community.name}`,
    text: 'Your membership was ended by a moderator. If you think this is a mistake, write to the people who run the community.',
  }),
  signed_out: () => ({
    title: 'You are signed out',
    text: 'Your sign-in is no longer valid.',
    action: 'Sign in again',
  }),
  no_demo: () => ({
    title: 'This server has no demo sign-in',
    text: 'It runs for real use, so the demo people are switched off. Start it with ASPNETCORE_ENVIRONMENT=Development to try the chat here.',
  }),
  unreachable: () => ({
    title: 'The server was not reached',
    text: 'It may be starting. Try again in a moment.',
    action: 'Try again',
  }),
};

/** A calm full-page word in place of the conversation, when there is none to show. */
export class Notice {
  #root = byId('notice');
  #title = byId('notice-title');
  #text = byId('notice-text');
  #action = byId('notice-action');
  #onAction = () => {};

  constructor() {
    this.#action.addEventListener('click', () => this.#onAction());
  }

  /** Shows it and returns its title, to be read out. */
  show(reason, { user, community, onAction }) {
    const notice = notices[reason]?.(user, community)
      ?? { title: 'The server ended the connection', text: 'It does not want this connection back just now.', action: 'Try again' };

    byId('conversation').hidden = true;
    this.#root.hidden = false;
    this.#title.textContent = notice.title;
    this.#text.textContent = notice.text;
    this.#action.hidden = !notice.action;
    this.#action.textContent = notice.action ?? '';
    this.#onAction = onAction;
    return notice.title;
  }

  hide() {
    this.#root.hidden = true;
    byId('conversation').hidden = false;
  }
}
