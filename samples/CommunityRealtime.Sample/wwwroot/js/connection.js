const firstDelaySeconds = 1;
const longestDelaySeconds = 20;
const openTimeoutMilliseconds = 10_000;
const stableAfterMilliseconds = 5_000;
const refusalMilliseconds = 150;

/**
 * One community's live connection. It comes back by itself, except after a refusal that would only be repeated.
 *
 * Options: `prepare()` runs before each attempt, `url()` says where to connect, `renew()` forgets an old token,
 * `onFrame(frame)` gets what the server says, and `onState(state, detail)` gets one of
 * connecting · online · waiting (detail: seconds left) · offline · refused (detail: the reason).
 */
export class Connection {
  #options;
  #socket = null;
  #online = false;
  #turn = 0;
  #failures = 0;
  #renewals = 0;
  #timers = new Set();
  #waits = false;
  #refusal = null;

  constructor(options) {
    this.#options = options;
    window.addEventListener('online', this.#tryNow);
    window.addEventListener('offline', this.#lostNetwork);
    document.addEventListener('visibilitychange', this.#seenAgain);
  }

  /** Connects, or tries at once instead of waiting. */
  async connect() {
    const turn = this.#reset();
    this.#options.onState('connecting');
    try {
      await this.#options.prepare();
      const url = await this.#options.url();
      if (turn === this.#turn) {
        this.#open(url, turn);
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.#requestFailed(error);
      }
    }
  }

  /** Sends a frame; false when there is no connection to send it on. */
  send(frame) {
    if (!this.#online || this.#socket.readyState !== WebSocket.OPEN) {
      return false;
    }

    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Ends for good. */
  close() {
    this.#reset();
    window.removeEventListener('online', this.#tryNow);
    window.removeEventListener('offline', this.#lostNetwork);
    document.removeEventListener('visibilitychange', this.#seenAgain);
  }

  #tryNow = () => {
    if (this.#waits) {
      this.#failures = 0;
      this.connect();
    }
  };

  #seenAgain = () => {
    // A page in the background may have had its timers stopped.
    if (!document.hidden) {
      this.#tryNow();
    }
  };

  #lostNetwork = () => {
    if (!this.#refusal) {
      this.#reset();
      this.#waits = true;
      this.#options.onState('offline');
    }
  };

  /** Whatever an earlier turn still brings is not listened to any more. */
  #reset() {
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
    this.#waits = false;
    this.#refusal = null;
    this.#socket?.close();
    this.#socket = null;
    this.#online = false;
    return ++this.#turn;
  }

  #after(milliseconds, action) {
    this.#timers.add(setTimeout(action, milliseconds));
  }

  #open(url, turn) {
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#after(openTimeoutMilliseconds, () => {
      if (socket.readyState === WebSocket.CONNECTING) {
        socket.close();
      }
    });

    // A refusal is a socket that opens and closes at once, so it is online when it stays open or says something.
    socket.addEventListener('open', () => {
      if (turn === this.#turn) {
        this.#after(refusalMilliseconds, () => this.#settled());
      }
    });

    socket.addEventListener('message', event => {
      if (turn === this.#turn) {
        this.#settled();
        this.#options.onFrame(JSON.parse(event.data));
      }
    });

    socket.addEventListener('close', event => {
      if (turn !== this.#turn) {
        return;
      }

      if (event.code === 1008) {
        this.#refused(event.reason);
      } else {
        // A server that goes down says when to come back, each client at another time.
        this.#wait(Number(/ retry_after_ms=(\d+)/.exec(event.reason)?.[1]) || undefined);
      }
    });
  }

  #settled() {
    if (!this.#online) {
      this.#online = true;
      this.#options.onState('online');
      this.#after(stableAfterMilliseconds, () => {
        this.#failures = 0;
        this.#renewals = 0;
      });
    }
  }

  #requestFailed({ status, code }) {
    const reason = code ?? { 400: 'signed_out', 401: 'token_expired', 403: 'not_a_member', 404: 'signed_out' }[status];
    if (reason && status < 500) {
      this.#refused(reason);
    } else {
      this.#wait();
    }
  }

  #refused(reason) {
    this.#reset();

    // A new token is a reason to come back, but not for ever.
    if (['token_expired', 'token_invalid', 'token_missing'].includes(reason) && this.#renewals < 2) {
      this.#renewals++;
      this.#options.renew();
      this.connect();
      return;
    }

    this.#renewals = 0;
    this.#refusal = reason;
    this.#options.onState('refused', reason.startsWith('token_') ? 'signed_out' : reason);
  }

  /** Waits for as long as the server asked for, which is no failure, or else longer each time. */
  #wait(milliseconds) {
    this.#reset();
    this.#waits = true;
    this.#countDown(Math.max(1, Math.round(milliseconds ? milliseconds / 1000 : this.#nextDelaySeconds())));
  }

  #nextDelaySeconds() {
    // Between half and all of the delay, so that the members of a restarted server do not all come back at once.
    const longest = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** this.#failures++);
    return longest * (0.5 + Math.random() / 2);
  }

  #countDown(seconds) {
    if (seconds === 0) {
      this.connect();
      return;
    }

    this.#options.onState('waiting', seconds);
    this.#after(1_000, () => this.#countDown(seconds - 1));
  }
}
