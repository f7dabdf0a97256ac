/** The messages of one community: each one once, in the order of their ids. */
export class Messages {
  #ids = [];
  #byId = new Map();

  get newestId() {
    return this.#ids.at(-1) ?? 0;
  }

  get oldestId() {
    return this.#ids[0];
  }

  get size() {
    return this.#ids.length;
  }

  at(position) {
    return this.#byId.get(this.#ids[position]);
  }

  /** Adds a message and returns its position; -1 when it is already there. */
  add(message) {
    if (this.#byId.has(message.id)) {
      return -1;
    }

    let position = this.#ids.length;
    while (position > 0 && this.#ids[position - 1] > message.id) {
      position--;
    }

    this.#ids.splice(position, 0, message.id);
    this.#byId.set(message.id, message);
    return position;
  }

  /** Whether the server gives a number to something else than it did before: its history was lost or replaced. */
  contradicts(message) {
    const known = this.#byId.get(message.id);
    return known !== undefined && known.created_at !== message.created_at;
  }
}
