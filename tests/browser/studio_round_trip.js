// Opens each file in the modeller and writes it again, without an edit.
async (files) => {
  const { modeller } = window.studio;
  const written = {};
  for (const [name, xml] of Object.entries(files)) {
    await modeller.importXML(xml);
    written[name] = (await modeller.saveXML({ format: true })).xml;
  }
  return written;
}
