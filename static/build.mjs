/**
 * Builds the front end into static/dist: bundled scripts, the stylesheet, fonts, and the parts PDF.js loads itself.
 *
 * Scripts, stylesheets and the icon carry a hash of their content in their name, so a browser may keep them for ever;
 * manifest.json maps the plain name ("app.css") to the hashed one. What PDF.js loads by itself stands in a folder
 * named after its version. Run from the project's root: node static/build.mjs
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '..', 'node_modules');
const source = join(here, 'src');
const out = join(here, 'dist');
const building = join(here, `dist-${process.pid}`);

/** Writes `content` under a name that holds its hash, and returns that name. */
function writeHashed(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  writeFileSync(join(building, hashed), content);
  return hashed;
}

async function scripts() {
  const result = await esbuild.build({
    absWorkingDir: join(here, '..'),
    entryPoints: ['main', 'document'].map((name) => ({ in: join(source, `${name}.js`), out: name })),
    outdir: building, entryNames: '[name]-[hash]', chunkNames: 'part-[hash]', assetNames: 'image-[hash]',
    bundle: true, splitting: true, format: 'esm', target: 'es2022', minify: true, sourcemap: 'linked',
    loader: { '.svg': 'file', '.gif': 'file' }, legalComments: 'linked', metafile: true, logLevel: 'warning',
  });
  const names = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint || path.endsWith('.map')) continue;
    const plain = basename(output.entryPoint);
    names[plain] = basename(path);
    if (output.cssBundle) names[plain.replace(/\.js$/, '.css')] = basename(output.cssBundle);
  }
  return names;
}

function stylesheet() {
  const { css } = sass.compile(join(source, 'app.scss'), { loadPaths: [packages], style: 'compressed' });
  return { 'app.css': writeHashed('app.css', css) };
}

function copies() {
  const { version } = JSON.parse(readFileSync(join(packages, 'pdfjs-dist', 'package.json'), 'utf8'));
  const copy = (from, to) => cpSync(join(packages, from), join(building, to), { recursive: true });
  for (const weight of [400, 700]) {
    const font = `atkinson-hyperlegible-latin-${weight}-normal.woff2`;
    copy(`@fontsource/atkinson-hyperlegible/files/${font}`, `fonts/${font}`);
  }
  copy('pdfjs-dist/build/pdf.worker.min.mjs', `pdfjs-${version}/pdf.worker.min.mjs`);
  for (const folder of ['cmaps', 'standard_fonts', 'iccs', 'wasm']) copy(`pdfjs-dist/${folder}`, `pdfjs-${version}/${folder}`);
  return { 'icon.svg': writeHashed('icon.svg', readFileSync(join(source, 'icon.svg'))) };
}

mkdirSync(building, { recursive: true });
try {
  const manifest = { ...copies(), ...stylesheet(), ...(await scripts()) };
  writeFileSync(join(building, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // A server that is already running never sees a half-written folder.
  rmSync(out, { recursive: true, force: true });
  renameSync(building, out);
  console.log(`Built ${Object.values(manifest).join(', ')}`);
} finally {
  rmSync(building, { recursive: true, force: true });
}
