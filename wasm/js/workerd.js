import module from './core.wasm';
import { moduleFrom } from './machine.js';

export * from './wxpay.js';
moduleFrom(() => module);
