// The program's files: complete, well formed, and free of anything that belongs on the server.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { phone, root } from './phone.mjs';

const read = (name) => readFileSync(join(root, name), 'utf8');
const app = JSON.parse(read('app.json'));
const project = JSON.parse(read('project.config.json'));
const notPacked = new Set(project.packOptions.ignore.map(({ value }) => value));
const packed = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
  .filter((name) => !notPacked.has(name.split('/')[0]));

test('only the program is packed', () => {
  assert.deepEqual(
    packed.filter((name) => !name.startsWith('pages/')).sort(),
    ['app.js', 'app.json', 'app.wxss', 'pay.js', 'project.config.json', 'sitemap.json', 'texts.js'],
  );
});

test('every file named in app.json exists', () => {
  assert.ok(app.pages.length > 0);
  for (const page of app.pages) {
    for (const ending of ['js', 'json', 'wxml', 'wxss']) assert.ok(existsSync(join(root, `${page}.${ending}`)), page);
  }
  assert.ok(existsSync(join(root, app.sitemapLocation)));
  for (const name of packed.filter((name) => name.endsWith('.json'))) assert.doesNotThrow(() => JSON.parse(read(name)), name);
});

test('no key, no signing and no amount on the phone', () => {
  for (const name of packed) {
    const found = /key|secret|mch_?id|md5\s*\(|hmac\s*\(|sign\s*\(|crypto|digest|total_fee|amount|[0-9a-z]{32}/i.exec(read(name));
    assert.equal(found, null, `${name}: ${found}`);
  }
});

test('the page is well formed; what it binds and shows exists', () => {
  const { page } = phone({ base: '', login: () => '', pay: () => '' });
  for (const name of app.pages) {
    const wxml = read(`${name}.wxml`);
    const handlers = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name: tag, attributes }) => {
      if (tag === 'button') assert.equal(attributes.disabled, '{{running}}');
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^(bind|catch)/.test(attribute)) handlers.push(value);
      }
    });
    parser.on('error', (error) => assert.fail(`${name}.wxml: ${error.message}`));
    parser.write(`<page>${wxml}</page>`).close();

    assert.deepEqual(handlers, ['pay']);
    for (const handler of handlers) assert.equal(typeof page[handler], 'function', handler);
    for (const [, path] of wxml.matchAll(/\{\{(.*?)\}\}/g)) {
      const value = path.split('.').reduce((data, part) => data?.[part], page.data);
      assert.notEqual(value, undefined, path);
    }
  }
});
