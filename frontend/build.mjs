// Builds the browser modules into the package; `--verify` builds in memory and compares.
import { createHash } from "node:crypto";
import { readFile, readdir, rm, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import * as esbuild from "esbuild";
import subsetFont from "subset-font";
import { parse } from "yaml";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "../samhandling/server/static");
const LICENCE = "LICENSE-Inter.txt";

/** The words of the screens are YAML with both languages side by side, as all content is. */
const yaml = {
  name: "yaml",
  setup(build) {
    build.onLoad({ filter: /\.yaml$/ }, async ({ path: file }) => ({
      contents: JSON.stringify(parse(await readFile(file, "utf8"))),
      loader: "json",
    }));
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  write: false,
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  outdir: target,
  loader: { ".svg": "text" },
  alias: { "sanitize-html": "./src/kernel/sanitize.ts" },
  plugins: [yaml],
};

/** Builds a module and its style: contents by name. */
async function built(source, name, known = {}) {
  const define = { "process.env.NODE_ENV": '"production"', global: "globalThis", ...known };
  const { outputFiles } = await esbuild.build({ ...common, define, entryPoints: { [name]: source } });
  return new Map(outputFiles.map((file) => [path.relative(target, file.path), Buffer.from(file.contents)]));
}

/** A module that brings its style along: one request less, and no style to wait for before the page's first words are shown. */
const withStyle = (module, css) => Buffer.from(`document.head.append(Object.assign(document.createElement("style"),{textContent:${JSON.stringify(String(css).trim())}}));${module}`);

/** Inter with the letters, figures and signs of the languages around the Baltic and North Sea, in the weights in use. */
async function typeface() {
  const source = await readFile(path.join(here, "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));
  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
  const letters = range(0x20, 0x7e) + range(0xa0, 0xff) + "–—‘’‚“”„•…‹›€™−↑↓";
  return subsetFont(source, letters, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } });
}

const files = new Map([["inter.woff2", await typeface()]]);
// the part of plotly that charts need: as it is, with its licence; modules fetch it by its version when a chart comes into view
const plotly = await readFile(path.join(here, "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"));
files.set("plotly-basic.js", plotly);
const PLOTLY = `"./plotly-basic.js?v=${createHash("sha256").update(plotly).digest("hex").slice(0, 10)}"`;
// the pages' modules: the participant's, the facilitator's, what kernels' widgets need besides, and the charts'
const PAGES = { participant: "src/participant.tsx", facilitator: "src/facilitator.tsx", kernel: "src/kernel/index.ts", plot: "src/plot/index.ts" };
for (const [page, source] of Object.entries(PAGES)) {
  const made = await built(source, page, { PLOTLY });
  files.set(`${page}.js`, withStyle(made.get(`${page}.js`), made.get(`${page}.css`)));
}
// packed once and for all, since it takes long; the server packs the rest
const packed = [...files.keys()].filter((name) => name.endsWith(".js"));
// the notebook: one module, as anywidget wants it, and its style; a kernel sends them
for (const [name, contents] of await built("src/widget.tsx", "widget")) files.set(name, contents);

if (process.argv.includes("--verify")) {
  const there = new Set((await readdir(target)).filter((name) => name !== LICENCE));
  const read = (name) => readFile(path.join(target, name));
  // another Node may pack differently: what counts is what comes out
  const unpack = async (name) => brotliDecompressSync(await read(`${name}.br`));
  const wrong = new Set(there);
  for (const [name, contents] of files) if (there.has(name) && contents.equals(await read(name))) wrong.delete(name); else wrong.add(name);
  for (const name of packed) if (there.has(`${name}.br`) && files.get(name).equals(await unpack(name))) wrong.delete(`${name}.br`); else wrong.add(`${name}.br`);
  if (wrong.size) {
    console.error(`The built modules do not match their source: ${[...wrong].join(", ")}. Run: npm --prefix frontend run build`);
    process.exit(1);
  }
  console.log(`${files.size} built modules match their source`);
} else {
  for (const name of packed) files.set(`${name}.br`, brotliCompressSync(files.get(name)));
  await mkdir(target, { recursive: true });
  for (const name of await readdir(target)) if (name !== LICENCE && !files.has(name)) await rm(path.join(target, name));
  for (const [name, contents] of files) await writeFile(path.join(target, name), contents);
  for (const [name, contents] of [...files].sort()) console.log(String(contents.length).padStart(9), name);
}
