/* Builds dist/: style sheets, scripts and images, each also compressed, for staticfiles to serve. */
import { build } from "esbuild";
import * as sass from "sass";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");

function cleanDist() {
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist)) rmSync(join(dist, name), { recursive: true });
}

function buildStyles() {
  for (const name of ["open-door", "map"]) {
    const { css } = sass.compile(join(here, "sass", `${name}.scss`), {
      loadPaths: [join(here, "node_modules")],
      style: "compressed",
      quietDeps: true,
    });
    writeFileSync(join(dist, `${name}.css`), css);
  }
}

/** "Exit this page" must work on old phones too; what only improves may ask for a newer browser. */
async function buildScripts() {
  for (const [target, names] of [
    ["es2019", ["open-door"]],
    ["es2022", ["results", "filters", "map"]],
  ]) {
    await build({
      entryPoints: names.map((name) => join(here, "scripts", `${name}.js`)),
      bundle: true,
      minify: true,
      format: "iife",
      target,
      legalComments: "none",
      outdir: dist,
      logLevel: "warning",
    });
  }
}

function copyImages() {
  cpSync(join(here, "images"), join(dist, "images"), { recursive: true });
}

/** Writes name.br and name.gz beside every text file: WhiteNoise sends them to browsers that ask. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) compress(path);
    else if ([".css", ".js", ".svg"].includes(extname(name))) {
      const bytes = readFileSync(path);
      const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
      const gz = gzipSync(bytes, { level: 9 });
      writeFileSync(`${path}.br`, br);
      writeFileSync(`${path}.gz`, gz);
      console.log(`${name}: ${bytes.length} bytes, ${gz.length} gzipped`);
    }
  }
}

cleanDist();
buildStyles();
await buildScripts();
copyImages();
compress(dist);
