/** A refused or failed request. `status` is 0 when the server was not reached; `code` is the server's word for the reason. */
export class ApiError extends Error {
  constructor(status, detail, code) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** The server as one demo user sees it. The token lives in memory only. */
export class Api {
  #userId;
  #token = null;

  constructor(userId) {
    this.#userId = userId;
  }

  static demo() {
    return request('/api/dev/demo');
  }

  /** A token, asked for when there is none: once, however many wait for it. */
  async token() {
    const asked = this.#token ??= this.#askForToken();
    try {
      return await asked;
    } catch (error) {
      if (this.#token === asked) {
        this.forgetToken();
      }

      throw error;
    }
  }

  /** Forget the token, so that the next call asks for a new one. */
  forgetToken() {
    this.#token = null;
  }

  /** A page of messages, oldest first: the newest ones, or those before a message. */
  async messages(communityId, { limit, before }) {
    const query = new URLSearchParams({ limit });
    if (before !== undefined) {
      query.set('before', before);
    }

    const path = `/api/communities/${encodeURIComponent(communityId)}/messages?${query}`;
    return request(path, { headers: { Authorization: `Bearer ${await this.token()}` } });
  }

  /** The open crisis cases of a community, those that wait first. For therapists. */
  async crisisCases(communityId) {
    return this.#get(`${communityPath(communityId)}/crisis-cases`);
  }

  /** A case with its texts. The server writes down that it was read. */
  async crisisCase(communityId, id) {
    return this.#get(`${communityPath(communityId)}/crisis-cases/${id}`);
  }

  /** Moves a case on: acknowledge, release, resolve, false-alarm; or writes to its author (messages). */
  async actOnCase(communityId, id, action, body = {}) {
    return this.#post(`${communityPath(communityId)}/crisis-cases/${id}/${action}`, body);
  }

  /** One's own cases, newest first. */
  async ownCases(communityId) {
    return this.#get(`${communityPath(communityId)}/my-crisis-cases`);
  }

  /** Writes to the care team about one's own case. */
  async writeToCareTeam(communityId, id, body) {
    return this.#post(`${communityPath(communityId)}/my-crisis-cases/${id}/messages`, body);
  }

  /** Opens a live connection in the profile community-chat.v1. */
  async openFeed(communityId) {
    const url = new URL(`/api/communities/ws/${encodeURIComponent(communityId)}`, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(url.href, ['community-chat.v1', `bearer.${await this.token()}`]);
  }

  /** The address of the live connection. A browser cannot send a header with it, so the token goes into the query. */
  async socketUrl(communityId, after) {
    const url = new URL(`/api/communities/ws/${encodeURIComponent(communityId)}`, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('token', await this.token());
    url.searchParams.set('after', after);
    return url.href;
  }

  async #askForToken() {
    const { token } = await request('/api/dev/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user_id: this.#userId }),
    });
    return token;
  }

  async #get(path) {
    return request(path, { headers: { Authorization: `Bearer ${await this.token()}` } });
  }

  async #post(path, body) {
    return request(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await this.token()}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

const communityPath = id => `/api/communities/${encodeURIComponent(id)}`;

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new ApiError(0, 'The server was not reached.');
  }

  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new ApiError(response.status, body?.detail ?? `The server answered ${response.status}.`, body?.code);
  }

  return body;
}
