// Answers are saved as they are typed. Without a network they stay in this browser and are sent when it is back.

const PAUSE = 1200;
const HANDED_IN = "handed-in";

/** The copy kept here goes once the server has answered; where it answered with an error it stays. */
export function forgetWhatArrived(page) {
  const key = sessionStorage.getItem(HANDED_IN);
  if (!key) return;
  sessionStorage.removeItem(HANDED_IN);
  // An error page shows what was typed; the copy waits for the form, however many pages (the login) lie between.
  if (!page.querySelector(".notice-page .typed")) localStorage.removeItem(key);
}

/** Save the task's form while it is filled in; what it says stands in #draft-state. */
export function saveWhileTyping(form) {
  const draft = new Draft(form);
  form.addEventListener("input", (event) => { if (event.target.type !== "file") draft.soon(); });
  // Files go up on their own (uploads.js); choosing one is not typing.
  form.addEventListener("change", (event) => { if (event.target.type !== "file") draft.soon(); });
  form.addEventListener("submit", (event) => draft.handedIn(event));
  window.addEventListener("beforeunload", () => { draft.leaving = true; });
  window.addEventListener("pageshow", () => { draft.handing = draft.leaving = false; });
  window.addEventListener("online", () => draft.send());
  document.addEventListener("visibilitychange", () => { if (document.hidden) draft.sendIfPending(); });
  draft.bringBack();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.state = document.getElementById("draft-state");
    this.key = `draft-${form.dataset.draftKey}`;
    this.timer = 0;
    this.handing = false;
    this.leaving = false;
  }

  soon() {
    clearTimeout(this.timer);
    this.leaving = false;
    this.keepHere();
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  sendIfPending() {
    if (this.timer) this.send();
  }

  /** The text fields as they stand; files go their own way. */
  answers() {
    return [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.handing || !this.hasKept()) return;
    const sent = localStorage.getItem(this.key);
    try {
      const answer = await fetch(this.form.dataset.draft, { method: "POST", body: new URLSearchParams(this.answers()), keepalive: true });
      if (!answer.ok) return this.say(this.form.dataset.wordsFailed, "warning");
      const { saved } = await answer.json();
      // The page that comes next may have been made before this was saved: it finds the copy and brings it back.
      if (!this.leaving && localStorage.getItem(this.key) === sent) localStorage.removeItem(this.key);
      this.say(saved, "done");
    } catch {
      this.say(this.form.dataset.wordsOffline, "warning");
    }
  }

  keepHere() {
    try {
      const typed = this.answers().filter(([name]) => name !== "csrf_token" && !name.startsWith("_"));
      localStorage.setItem(this.key, JSON.stringify(typed));
    } catch { /* a browser without storage: the server's copy is enough */ }
  }

  hasKept() {
    return localStorage.getItem(this.key) !== null;
  }

  /** Nothing is sent into a missing network, and the second click of a double click is dropped. */
  handedIn(event) {
    if (this.handing) return event.preventDefault();
    if (!navigator.onLine) {
      event.preventDefault();
      return this.say(this.form.dataset.wordsOffline, "warning");
    }
    this.handing = true;
    sessionStorage.setItem(HANDED_IN, this.key);
  }

  /** Put back what an earlier visit could not send. */
  bringBack() {
    const kept = localStorage.getItem(this.key);
    if (!kept) return;
    fillIn(this.form, JSON.parse(kept));
    this.say(this.form.dataset.wordsRestored, "done");
    this.send();
  }

  say(words, kind) {
    this.state.textContent = words;
    this.state.dataset.kind = kind;
  }
}

/** Write kept answers into the fields that still exist. */
function fillIn(form, kept) {
  const byName = new Map();
  kept.forEach(([name, value]) => byName.set(name, [...(byName.get(name) || []), value]));
  for (const field of form.elements) {
    if (!byName.has(field.name) || field.type === "hidden" || field.type === "file") continue;
    const values = byName.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[0];
  }
}
