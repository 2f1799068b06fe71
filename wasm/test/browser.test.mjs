// In headless Chromium: as it is, bundled by Vite and by esbuild, in a module worker, and the whole corpus.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { record } from './conformance.mjs';
import { install } from './installed.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };
const EXPECTED = '9A0A8659F005D6984697E2CA0A9CF3B7 龙井茶';
const reason = !CHROMIUM && 'Chromium is not installed (apt-get install chromium)';
if (reason && process.env.CI === 'true') test('Chromium is there', () => assert.fail(reason));

describe('in Chromium', { skip: reason }, () => {
  const { project } = install();
  let server, browser, origin;

  before(async () => {
    cpSync(fileURLToPath(new URL('app', import.meta.url)), join(project, 'app'), { recursive: true });
    cpSync(fileURLToPath(new URL('corpus.mjs', import.meta.url)), join(project, 'corpus.mjs'));
    cpSync(fileURLToPath(new URL('../../tests/corpus', import.meta.url)), join(project, 'corpus'), { recursive: true });
    server = createServer((request, response) => {
      const path = normalize(new URL(request.url, 'http://localhost').pathname);
      try {
        const body = readFileSync(join(project, path));
        const policy = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'";
        response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Content-Security-Policy': policy }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${server.address().port}`;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  const html = (name, body) => writeFileSync(join(project, `${name}.html`), `<!doctype html><meta charset="utf-8"><title>${name}</title>${body}`);

  async function open(path, look = () => globalThis.result) {
    const page = await browser.newPage();
    const troubles = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('response', (response) => response.ok() || response.url().endsWith('/favicon.ico') || troubles.push(`${response.status()} ${response.url()}`));
    await page.goto(`${origin}/${path}`);
    const result = await page.evaluate(look);
    await page.close();
    assert.deepEqual(troubles, []);
    return result;
  }

  const MAP = '<script type="importmap">{"imports":{"wxpay-core":"./node_modules/wxpay-core/browser.js"}}</script>';

  test('as it is, with an import map', async () => {
    html('plain', `${MAP}<script type="module" src="app/page.js"></script>`);
    assert.equal(await open('plain.html'), EXPECTED);
  });

  test('the whole corpus gives what it gives in Node', async () => {
    html('corpus', MAP);
    const { calls, wrong, answers } = await open('corpus.html', async () => {
      const [wxpay, { FILES, run }] = [await import('wxpay-core'), await import('/corpus.mjs')];
      await wxpay.init();
      const files = await Promise.all(FILES.map(async (name) => (await fetch(`/corpus/${name}.json`)).json()));
      return run(wxpay, files.flat());
    });
    record(answers);
    assert.ok(Object.values(calls).reduce((sum, times) => sum + times) > 5000);
    assert.deepEqual(wrong, []);
  });

  test('bundled by Vite, also in a module worker', async () => {
    for (const name of ['page', 'starts-worker']) {
      html('index', `<script type="module" src="./app/${name}.js"></script>`);
      await build({ root: project, base: './', logLevel: 'error', configFile: false, worker: { format: 'es' }, build: { outDir: `vite-${name}`, emptyOutDir: true } });
      assert.equal(await open(`vite-${name}/index.html`), EXPECTED);
    }
  });

  test('bundled by esbuild: one inline file for a classic script, and the core as a file', async () => {
    const bundle = (name, more) => esbuild.build({ absWorkingDir: project, entryPoints: [`app/${name}.js`], bundle: true, minify: true, logLevel: 'error', outdir: `esbuild-${name}`, ...more });
    await bundle('inline', { format: 'iife' });
    html('esbuild-inline', '<script src="esbuild-inline/inline.js"></script>');
    assert.equal(await open('esbuild-inline.html'), EXPECTED);
    await bundle('with-url', { format: 'esm', loader: { '.wasm': 'file' }, publicPath: '/esbuild-with-url/' });
    html('esbuild-url', '<script type="module" src="esbuild-with-url/with-url.js"></script>');
    assert.equal(await open('esbuild-url.html'), EXPECTED);
  });

  test('a failed download is an error with a code, and init can be called again', async () => {
    html('retry', MAP);
    const page = await browser.newPage();
    await page.goto(`${origin}/retry.html`);
    const got = await page.evaluate(async () => {
      const { ApiKey, init, sign } = await import('wxpay-core');
      const codes = [];
      for (const source of ['/nowhere.wasm', '/retry.html', new Uint8Array(3)]) await init(source).catch(({ code, where }) => codes.push(`${code} ${where}`));
      await init();
      return [...codes, sign({ a: '1' }, ApiKey.md5('k')).length];
    });
    await page.close();
    assert.deepEqual(got, ['ARG core.wasm', 'ARG core.wasm', 'ARG core.wasm', 32]);
  });
});
