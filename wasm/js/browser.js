import { WxPayError } from './error.js';
import { moduleFrom } from './machine.js';

export * from './wxpay.js';

let loading;

export function init(source = new URL('./core.wasm', import.meta.url)) {
  return (loading ??= load(source).then((module) => moduleFrom(() => module), (cause) => {
    loading = undefined; // the next init tries again
    throw new WxPayError('ARG', 'core.wasm', 'cannot be loaded', { cause });
  }));
}

async function load(source) {
  let core = await source;
  if (typeof core === 'string' || core instanceof URL) core = await fetch(core);
  if (core instanceof Response) core = core.ok ? await core.arrayBuffer() : Promise.reject(new Error(`HTTP ${core.status}`));
  return core instanceof WebAssembly.Module ? core : WebAssembly.compile(await core);
}
