import base64 from './core.base64.js';
import { moduleFrom } from './machine.js';

export * from './wxpay.js';
moduleFrom(() => new WebAssembly.Module(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))));
