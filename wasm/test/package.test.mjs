// What npm packs, what an empty project gets, and what the checkers of packages and types say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PACKAGE, TOOLS, install } from './installed.mjs';

const { project, tarball, files } = install();
const LIMIT = 99_000;
const LIMIT_GZIP = 39_500;
const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json')));

function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout;
}

test('the tarball holds these files and no other', () => {
  assert.deepEqual(files, [
    'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'README.zh-CN.md', 'browser.js', 'codes.js', 'core.base64.js', 'core.wasm', 'error.js', 'index.d.ts',
    'inline.js', 'kinds.d.ts', 'kinds.js', 'list.js', 'machine.js', 'node.js', 'package.json', 'workerd.js', 'wxpay.js',
  ]);
});

test('no dependency, nothing that runs at install time', () => {
  assert.deepEqual(Object.keys(manifest).filter((name) => /dependencies|scripts|^bin$/i.test(name)), []);
});

test('the module imports nothing and exports its verbs', () => {
  const module = new WebAssembly.Module(readFileSync(join(PACKAGE, 'core.wasm')));
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.deepEqual(WebAssembly.Module.exports(module).map(({ name }) => name).sort(), [
    'abi', 'canonical', 'decode_unverified', 'decode_verified', 'encode', 'encode_signed', 'expect', 'memory', 'mini_program', 'place', 'room', 'sign', 'verify',
  ]);
});

test('the sizes are kept', (t) => {
  const core = readFileSync(join(PACKAGE, 'core.wasm'));
  const sizes = [core.length, gzipSync(core, { level: 9 }).length];
  t.diagnostic(`core.wasm ${sizes[0]} bytes, ${sizes[1]} with gzip`);
  assert.ok(sizes[0] <= LIMIT && sizes[1] <= LIMIT_GZIP, String(sizes));
});

const SIGN = "sign({ appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test', nonce_str: 'ibuaiVcKdpRxkhJA' }, ApiKey.md5('192006250b4c09247ec02edce69f6a2d'))";

test('an empty project imports and requires it, whole and inline, and both are one', () => {
  for (const name of ['wxpay-core', 'wxpay-core/inline']) {
    writeFileSync(join(project, 'a.mjs'), `import { ApiKey, sign } from '${name}'; console.log(${SIGN});`);
    writeFileSync(join(project, 'a.cjs'), `const { ApiKey, sign } = require('${name}'); console.log(${SIGN});`);
    for (const script of ['a.mjs', 'a.cjs']) assert.equal(run(process.execPath, '--no-warnings', script), '9A0A8659F005D6984697E2CA0A9CF3B7\n');
  }
  writeFileSync(join(project, 'both.mjs'), `
    import { createRequire } from 'node:module';
    import * as imported from 'wxpay-core';
    import * as inline from 'wxpay-core/inline';
    const required = createRequire(import.meta.url)('wxpay-core');
    console.log(imported.WxPayError === required.WxPayError, imported.ApiKey === inline.ApiKey);`);
  assert.equal(run(process.execPath, '--no-warnings', 'both.mjs'), 'true true\n');
  writeFileSync(join(project, 'file.mjs'), "import { existsSync } from 'node:fs'; console.log(existsSync(new URL(import.meta.resolve('wxpay-core/core.wasm'))));");
  assert.equal(run(process.execPath, 'file.mjs'), 'true\n');
});

test('tsc --strict: what is right compiles, what is wrong does not', () => {
  cpSync(fileURLToPath(new URL('types', import.meta.url)), project, { recursive: true });
  symlinkSync(join(TOOLS, '@types'), join(project, 'node_modules/@types'));
  for (const mode of ['nodenext', 'preserve']) run(process.execPath, join(TOOLS, 'typescript/bin/tsc'), '--project', '.', '--module', mode);
});

test('publint has nothing to say', () => {
  assert.match(run(process.execPath, join(TOOLS, 'publint/src/cli.js'), PACKAGE, '--strict'), /All good!/);
});

test('are the types wrong? no', () => {
  run(process.execPath, join(TOOLS, '@arethetypeswrong/cli/dist/index.js'), tarball, '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm', '--exclude-entrypoints', 'core.wasm');
});
