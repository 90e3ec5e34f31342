// What is drawn is saved as it changes. What the server has not got yet stays in this browser: a closed tab, a missing
// network or a session that ended lose nothing. A save that comes too late (another tab, somebody took the draft over)
// is kept by the server as a copy, and the editor goes on there.

const PAUSE = 900;
const AGAIN = 15000;

export class Keeper {
  /** `read` answers the content as text, at once or later. */
  constructor(frame, read) {
    this.frame = frame;
    this.read = read;
    this.said = frame.querySelector("[data-state]");
    this.revision = Number(frame.dataset.revision);
    this.timer = 0;
    this.sending = null;
    this.pending = false;
    window.addEventListener("online", () => this.pending && this.soon(0));
    window.addEventListener("beforeunload", (event) => { if (this.pending && !this.isKeptHere()) event.preventDefault(); });
    // What goes on with the file elsewhere finds it as it stands here.
    for (const link of frame.querySelectorAll("a[data-leave]")) link.addEventListener("click", (event) => this.leave(event, link));
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.pending) this.soon(0); });
  }

  /** The content last kept here and never saved, or null. */
  left() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.frame.dataset.key) ?? "null");
      return kept?.content ?? null;
    } catch {
      return null;
    }
  }

  restored() {
    this.say(this.frame.dataset.wordsRestored, "done");
    this.soon(0);
  }

  /** Something was changed. */
  changed() {
    this.pending = true;
    this.soon(PAUSE);
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  /** Save now and answer whether the server has it. */
  async send() {
    clearTimeout(this.timer);
    if (this.sending) {
      await this.sending;
      if (!this.pending) return true;
    }
    this.sending = this.post();
    const arrived = await this.sending;
    this.sending = null;
    return arrived;
  }

  async leave(event, link) {
    if (!this.pending && !this.sending) return;
    event.preventDefault();
    await this.send();
    window.location.assign(link.href);
  }

  /** Answers once the server has everything. */
  async settled() {
    while (this.pending || this.sending) await (this.sending ?? this.send());
  }

  async post() {
    const content = await this.read();
    this.keepHere(content);
    this.pending = false;
    this.say(this.frame.dataset.wordsSaving, "");
    try {
      const answer = await fetch(this.frame.dataset.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.frame.dataset.csrf },
        body: JSON.stringify({ content, revision: this.revision }),
      });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) return this.later(told.words ?? this.frame.dataset.wordsFailed);
      this.arrived(told);
      return true;
    } catch {
      return this.later(this.frame.dataset.wordsOffline);
    }
  }

  arrived({ revision, saved, copy }) {
    this.revision = revision;
    if (!this.pending) localStorage.removeItem(this.frame.dataset.key);
    this.say(saved, "done");
    this.frame.dataset.saved = String(revision);
    if (!copy) return;
    this.say(this.frame.dataset.wordsCopied, "warning");
    window.location.assign(copy);
  }

  later(words) {
    this.pending = true;
    this.say(words, "warning");
    this.soon(AGAIN);
    return false;
  }

  keepHere(content) {
    try {
      localStorage.setItem(this.frame.dataset.key, JSON.stringify({ content }));
    } catch { /* the browser keeps no more: leaving the page asks first */ }
  }

  isKeptHere() {
    return localStorage.getItem(this.frame.dataset.key) !== null;
  }

  say(words, kind) {
    this.said.textContent = words;
    this.said.dataset.kind = kind;
  }
}
