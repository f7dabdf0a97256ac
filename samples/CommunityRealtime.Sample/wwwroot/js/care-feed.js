const longestPause = 15_000;

/** A live connection that only listens, and comes back by itself. Nothing is lost by a gap: `onOpen` asks for all again. */
export class CareFeed {
  #open;
  #onOpen;
  #onFrame;
  #socket = null;
  #timer = 0;
  #pause = 500;
  #closed = false;

  constructor({ open, onOpen, onFrame }) {
    this.#open = open;
    this.#onOpen = onOpen;
    this.#onFrame = onFrame;
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  async #connect() {
    try {
      this.#socket = await this.#open();
    } catch {
      this.#again();
      return;
    }

    if (this.#closed) {
      this.#socket.close();
      return;
    }

    this.#socket.addEventListener('message', event => {
      const frame = JSON.parse(event.data);
      if (frame.type === 'ready') {
        this.#pause = 500;
        this.#onOpen();
      } else {
        this.#onFrame(frame);
      }
    });
    this.#socket.addEventListener('close', () => this.#again());
  }

  #again() {
    if (!this.#closed) {
      this.#timer = setTimeout(() => this.#connect(), this.#pause * (0.5 + Math.random()));
      this.#pause = Math.min(this.#pause * 2, longestPause);
    }
  }
}
