// The runtime of Cloudflare Workers, from its npm package. It has no bundler here: the worker's modules are listed by hand.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import workerdBinary from 'workerd';
import { install } from './installed.mjs';

const WORKER = `
  import * as wxpay from 'wxpay-core';
  import { work } from 'work.js';
  export default { async fetch(request) {
    if (request.method === 'GET') return new Response(work(wxpay));
    try {
      return new Response(wxpay.decodeVerified(await request.arrayBuffer(), wxpay.ApiKey.md5('k'), 'pay_notice').get('body'));
    } catch (error) {
      return new Response(error.code + ' ' + error.where, { status: 400 });
    }
  } };`;

test('the workerd entry signs and verifies in workerd', { timeout: 60_000 }, async (t) => {
  const { project } = install();
  const entry = JSON.parse(readFileSync(join(project, 'node_modules/wxpay-core/package.json'))).exports['.'].workerd;
  const at = (name) => `node_modules/wxpay-core/${name}`;
  writeFileSync(join(project, 'worker.js'), WORKER);
  writeFileSync(join(project, 'work.js'), readFileSync(fileURLToPath(new URL('app/work.js', import.meta.url))));
  const modules = [
    '(name = "worker", esModule = embed "worker.js")', '(name = "work.js", esModule = embed "work.js")',
    `(name = "wxpay-core", esModule = embed "${at(entry)}")`, `(name = "core.wasm", wasm = embed "${at('core.wasm')}")`,
    ...['codes', 'error', 'kinds', 'list', 'machine', 'wxpay'].map((name) => `(name = "${name}.js", esModule = embed "${at(`${name}.js`)}")`),
  ];
  writeFileSync(join(project, 'config.capnp'), `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = (modules = [${modules.join(', ')}], compatibilityDate = "2025-01-01"))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);`);
  const workerd = spawn(workerdBinary.default, ['serve', 'config.capnp', '--control-fd=3'], { cwd: project, stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  t.after(() => workerd.kill('SIGKILL'));
  const port = await new Promise((resolve, reject) => {
    workerd.on('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
    workerd.stdio[3].on('data', (line) => resolve(JSON.parse(String(line).split('\n')[0]).port));
  });
  const get = await fetch(`http://127.0.0.1:${port}/`);
  assert.equal(await get.text(), '9A0A8659F005D6984697E2CA0A9CF3B7 龙井茶');
  const post = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '<xml><a>1</a></xml>' });
  assert.equal(await post.text(), 'NO_SIGN sign');
});
