/** Makes itself heard for an acute case that waits: in the title, to screen readers, and with a sound where it was allowed. */
export class Alarm {
  #button;
  #announcement;
  #audio = null;
  #known = new Set();

  constructor(button, announcement) {
    this.#button = button;
    this.#announcement = announcement;

    // Browsers let a page sound only after somebody has touched it.
    button.addEventListener('click', () => {
      this.#audio = this.#audio ? (this.#audio.close(), null) : new AudioContext();
      button.setAttribute('aria-pressed', String(this.#audio !== null));
      button.textContent = this.#audio ? 'Sound: on' : 'Sound: off, switch on';
      this.#beep();
    });
  }

  /** Shows the cases that wait. */
  show(waiting) {
    const acute = waiting.filter(found => found.level === 'acute');
    document.title = acute.length > 0 ? `(${acute.length}) ACUTE – Care team` : waiting.length > 0 ? `(${waiting.length}) Care team` : 'Care team';
    if (acute.some(found => !this.#known.has(found.id))) {
      // Emptied first, so that the same words are read out again.
      this.#announcement.textContent = '';
      this.#announcement.textContent = `${acute.length} acute ${acute.length === 1 ? 'case waits' : 'cases wait'}.`;
      this.#beep();
    }

    this.#known = new Set(acute.map(found => found.id));
  }

  #beep() {
    if (this.#audio) {
      const [tone, volume, now] = [this.#audio.createOscillator(), this.#audio.createGain(), this.#audio.currentTime];
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0.2, now);
      volume.gain.exponentialRampToValueAtTime(0.001, now + 0.8);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(now);
      tone.stop(now + 0.8);
    }
  }
}
