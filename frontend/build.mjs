// Builds the browser modules into the package; `--verify` builds in memory and compares.
import { readFile, readdir, rm, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { parse } from "yaml";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "../samhandling/server/static");

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
  metafile: true,
  outdir: target,
  loader: { ".woff2": "file", ".svg": "text" },
  assetNames: "[name]",
  plugins: [yaml],
};

const builds = [
  // the pages: participants load one small bundle, facilitators another, kernels' widgets a third
  { ...common, entryPoints: { participant: "src/participant.tsx", facilitator: "src/facilitator.tsx" }, splitting: true, chunkNames: "shared-[hash]" },
  { ...common, entryPoints: { kernel: "src/kernel/index.ts" }, define: { "process.env.NODE_ENV": '"production"', global: "globalThis" } },
  // the notebook: one module, as anywidget wants it, with its style as text
  { ...common, entryPoints: { widget: "src/widget.tsx" }, loader: { ...common.loader, ".woff2": "empty" } },
];

const files = new Map();
for (const options of builds) {
  const result = await esbuild.build(options);
  for (const file of result.outputFiles) files.set(path.relative(target, file.path), Buffer.from(file.contents));
}

if (process.argv.includes("--verify")) {
  const built = (await readdir(target)).filter((name) => name !== "LICENSE-Inter.txt");
  const wrong = new Set([...built.filter((name) => !files.has(name)), ...[...files.keys()].filter((name) => !built.includes(name))]);
  for (const [name, contents] of files) if (built.includes(name) && !contents.equals(await readFile(path.join(target, name)))) wrong.add(name);
  if (wrong.size) {
    console.error(`The built modules do not match their source: ${[...wrong].join(", ")}. Run: npm --prefix frontend run build`);
    process.exit(1);
  }
  console.log(`${files.size} built modules match their source`);
} else {
  await mkdir(target, { recursive: true });
  for (const name of await readdir(target)) if (name !== "LICENSE-Inter.txt" && !files.has(name)) await rm(path.join(target, name));
  for (const [name, contents] of files) await writeFile(path.join(target, name), contents);
  for (const [name, contents] of [...files].sort()) console.log(String(contents.length).padStart(9), name);
}
