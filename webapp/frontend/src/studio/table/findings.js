// Faults, gaps and overlaps as the server finds them in the table as it stands.

const PAUSE = 600;
const CLASSES = { fault: "is-refused", gap: "is-warned", overlap: "is-warned", not_judged: "" };
const WORDS = { fault: "wordsFault", gap: "wordsGap", overlap: "wordsOverlap", not_judged: "wordsNotJudged" };

/** Answers a function to call at each change; `offer` gets the decisions one may try. */
export function checkWhileEditing(frame, written, offer) {
  const list = frame.querySelector("[data-said]");
  const count = frame.querySelector("[data-count]");
  let timer = 0;
  let asked = 0;

  async function check() {
    const mine = ++asked;
    try {
      const answer = await fetch(frame.dataset.findings, {
        method: "POST",
        headers: { "Content-Type": "application/xml", "X-CSRFToken": frame.dataset.csrf },
        body: await written(),
      });
      if (!answer.ok) throw new Error(`the check answered ${answer.status}`);
      const told = await answer.json();
      if (mine !== asked) return;
      list.replaceChildren(...(told.said.length ? told.said.map(entry) : [plain(list.dataset.wordsNone)]));
      count.textContent = told.said.length || "";
      offer(told.asked);
    } catch (error) {
      console.error(error);
      if (mine === asked) list.replaceChildren(plain(list.dataset.wordsFailed));
    }
    frame.dataset.checked = String(mine);
  }

  function entry(said) {
    const item = document.createElement("li");
    item.className = `finding ${CLASSES[said.kind]}`;
    const kind = document.createElement("span");
    kind.className = "finding-kind";
    kind.textContent = `${said.kind === "fault" ? "▲" : "◆"} ${list.dataset[WORDS[said.kind]]}`;
    const words = document.createElement("span");
    words.textContent = said.words;
    item.append(kind, words);
    return item;
  }

  check();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };
}

function plain(words) {
  const item = document.createElement("li");
  item.className = "quiet";
  item.textContent = words;
  return item;
}
