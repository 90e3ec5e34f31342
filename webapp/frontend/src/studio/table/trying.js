// A row of inputs tried: the server says the value and which rules fired; these are marked in the table.

export function tryRows(frame, written) {
  const form = frame.querySelector("[data-try-form]");
  const fields = frame.querySelector("[data-try-fields]");
  const told = frame.querySelector("[data-tried]");
  let decision = "";

  /** The decisions of the file as it stands; what was typed stays. */
  function offer(asked) {
    const kept = Object.fromEntries(new FormData(form));
    const chosen = asked.find((one) => one.id === decision) ?? asked[0];
    decision = chosen?.id ?? "";
    const parts = asked.length > 1 ? [choice(asked, chosen)] : [];
    fields.replaceChildren(...parts, ...(chosen?.inputs ?? []).map((input) => field(input, kept[input.name] ?? "")));
    form.hidden = !chosen;
  }

  function choice(asked, chosen) {
    const select = Object.assign(document.createElement("select"), { className: "form-select", name: "_decision" });
    select.setAttribute("aria-label", frame.querySelector("#table-try").textContent);
    for (const one of asked) select.add(new Option(one.name || one.id, one.id, false, one === chosen));
    select.addEventListener("change", () => {
      decision = select.value;
      offer(asked);
    });
    return select;
  }

  function field({ name, label }, value) {
    const wrap = document.createElement("label");
    wrap.className = "try-field";
    const words = document.createElement("span");
    words.textContent = label === name ? label : `${label} (${name})`;
    wrap.append(words, Object.assign(document.createElement("input"), { className: "form-control form-control-small", name, value }));
    return wrap;
  }

  async function attempt() {
    const inputs = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "_decision"));
    const answer = await fetch(frame.dataset.try, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": frame.dataset.csrf },
      body: JSON.stringify({ content: await written(), decision, inputs }),
    }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!said) return say([told.dataset.wordsFailed], []);
    if (!answer.ok) return say([said.words], []);
    const rules = said.rules.length ? `${told.dataset.wordsRules}：${said.rules.join("、")}` : told.dataset.wordsNoRule;
    say([`${told.dataset.wordsValue}：${said.value}`, rules, ...said.warnings], said.rules);
  }

  function say(lines, rules) {
    told.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    const rows = frame.querySelectorAll(".tjs-table tbody tr");
    rows.forEach((row, index) => row.classList.toggle("is-fired", rules.includes(index + 1)));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt();
  });
  return { offer };
}
