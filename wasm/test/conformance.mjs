// Writes what corpus.mjs gave into the file that CONFORMANCE_OUT names, in the line format of `cargo xtask conformance`.
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

export function record(answers) {
  const file = process.env.CONFORMANCE_OUT;
  if (file) appendFileSync(file, answers.map(([id, got]) => `${id}\t${line(got)}\n`).join(''));
}

function line({ code, where, text, fields, succeeded, previous_key: previous }) {
  if (code !== 'OK') return `${code}\t${where}`;
  const result = text ?? fields.map((pair) => pair.map((part) => `${part}\0`).join('')).join('');
  const digest = createHash('sha256').update(result, 'utf8').digest('hex');
  return `OK\t${digest}${succeeded ? ' succeeded' : ''}${previous ? ' previous' : ''}`;
}
