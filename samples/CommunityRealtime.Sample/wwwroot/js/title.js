/** The window's title: where and who one is, and how much arrived while the window was out of sight. */
export class Title {
  #place = '';
  #unseen = 0;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        this.#show(0);
      }
    });
  }

  enter(user, community) {
    this.#place = `${community.name} · ${user.name} · Community chat`;
    this.#show(0);
  }

  arrived() {
    if (document.hidden) {
      this.#show(this.#unseen + 1);
    }
  }

  #show(unseen) {
    this.#unseen = unseen;
    document.title = unseen === 0 ? this.#place : `(${unseen}) ${this.#place}`;
  }
}
