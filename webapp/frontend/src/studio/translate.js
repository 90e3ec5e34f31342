// The modellers ask for every word they show by its English text. Chinese comes from the tables; in English the text
// stands as it is, and what our own element templates say in Chinese comes from theirs.

/** What is filled in is a person's word, except for these. */
const TOO = ["eventType"];

/** A translate function over one table; `asked` keeps what had no entry, for the tests. */
export function translator(table) {
  const asked = new Set();
  const translate = (template, replacements = {}) => {
    const text = String(template);
    if (!Object.hasOwn(table, text)) asked.add(text);
    const words = Object.hasOwn(table, text) ? table[text] : text;
    return words.replace(/{([^}]+)}/g, (_, key) => (TOO.includes(key) ? table[replacements[key]] : null) ?? replacements[key] ?? `{${key}}`);
  };
  translate.unanswered = asked;
  return translate;
}
