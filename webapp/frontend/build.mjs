// Bundles every script and stylesheet in src/entries into ../static/dist.
//
// Each file gets its content's hash in its name, so that browsers may keep it for ever; manifest.json says
// which name an entry has now ({"app.js": "app-4F2K….js"}). The pages read the manifest and never guess.
// The folder is built beside the old one and exchanged at the end: a failed build leaves the last good one.

import { build } from "esbuild";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onePreact, patches } from "./patches.mjs";
import { usedStyles } from "./used_styles.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const entriesFolder = path.join(here, "src", "entries");
const finished = path.join(here, "..", "static", "dist");
const underway = `${finished}.building`;

async function entryFiles() {
  const names = await readdir(entriesFolder).catch(() => []);
  return names.filter((name) => /\.(js|css)$/.test(name)).sort();
}

function bundle(names) {
  return build({
    absWorkingDir: here,
    entryPoints: names.map((name) => path.join("src", "entries", name)),
    outdir: underway,
    entryNames: "[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    bundle: true,
    plugins: [patches, onePreact, usedStyles],
    minify: true,
    metafile: true,
    // One plain script an entry: it loads with `defer` under `script-src 'self'` and needs no module loader.
    format: "iife",
    // The oldest browsers found in the departments are Chromium 86 builds (360, 奇安信, UOS).
    target: ["chrome86", "firefox90", "safari15"],
    loader: { ".woff": "file", ".woff2": "file", ".ttf": "file", ".eot": "file", ".svg": "file", ".png": "file" },
    // The libraries' licences ask for their notices to travel with them.
    legalComments: "linked",
    logLevel: "warning",
  });
}

/** Which built file each entry became: the entry's own name to a path below static/dist. */
function manifestOf(metafile) {
  const manifest = {};
  for (const [output, about] of Object.entries(metafile.outputs)) {
    if (!about.entryPoint) continue;
    const built = path.relative(underway, path.join(here, output));
    manifest[path.basename(about.entryPoint)] = built.split(path.sep).join("/");
  }
  return manifest;
}

async function sizeInKilobytes(file) {
  return Math.round((await stat(path.join(finished, file))).size / 1024);
}

await rm(underway, { recursive: true, force: true });
await mkdir(underway, { recursive: true });
const names = await entryFiles();
const { metafile } = await bundle(names);
const manifest = manifestOf(metafile);
await writeFile(path.join(underway, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(finished, { recursive: true, force: true });
await rename(underway, finished);

for (const [entry, file] of Object.entries(manifest)) {
  console.log(`${entry} → ${file} (${await sizeInKilobytes(file)} kB)`);
}
