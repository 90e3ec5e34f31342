/** A chosen file goes up at once, so that a photo taken outdoors is safe before the form is finished. */
export function uploadWhenChosen(form) {
  const state = document.getElementById("draft-state");
  form.querySelectorAll("input[type=file][data-upload]").forEach((input) => {
    input.addEventListener("change", async () => {
      if (!input.files.length) return;
      state.textContent = form.dataset.wordsUploading;
      const body = new FormData();
      body.append("csrf_token", form.elements.csrf_token.value);
      body.append("field", input.name);
      [...input.files].forEach((file) => body.append("file", file));
      const answer = await send(form.dataset.files, body);
      // Offline or refused: the file stays chosen and is sent with the form, which says what is wrong.
      if (!answer) { state.textContent = ""; return; }
      input.value = "";
      listOf(input).insertAdjacentHTML("beforeend", answer);
      state.textContent = "";
    });
  });
}

async function send(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

function listOf(input) {
  const field = input.closest("[data-part]");
  let list = field.querySelector(".files-of-field");
  if (!list) {
    list = document.createElement("ul");
    list.className = "files-of-field";
    input.closest(".file-inputs").before(list);
  }
  return list;
}
