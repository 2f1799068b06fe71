// Every case that the other languages run, through every entry that Node can load.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { record } from './conformance.mjs';
import { FILES, run } from './corpus.mjs';

const cases = FILES.flatMap((name) => JSON.parse(readFileSync(new URL(`../../tests/corpus/${name}.json`, import.meta.url))));

for (const entry of ['node', 'inline']) {
  test(`all ${cases.length} cases of the corpus, ${entry}`, async (t) => {
    const { calls, wrong, answers } = run(await import(`../pkg/${entry}.js`), cases);
    if (entry === 'node') record(answers);
    t.diagnostic(JSON.stringify(calls));
    assert.ok(Object.values(calls).every((times) => times > 0), 'a verb has no case');
    assert.equal(wrong.length, 0, `${wrong.length} wrong:\n${wrong.slice(0, 20).join('\n')}`);
  });
}
