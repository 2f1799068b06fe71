import { readFileSync } from 'node:fs';
import { moduleFrom } from './machine.js';

export * from './wxpay.js';
moduleFrom(() => new WebAssembly.Module(readFileSync(new URL('./core.wasm', import.meta.url))));
