import { refuse } from './error.js';
import { moduleFrom } from './machine.js';

export * from './wxpay.js';

let loading;

export function init(source = new URL('./core.wasm', import.meta.url)) {
  return (loading ??= load(source).catch((cause) => {
    loading = undefined; // the next init tries again
    refuse('ARG', 'core.wasm', 'cannot be loaded', { cause });
  }));
}

async function load(source) {
  let core = await source;
  if (typeof core === 'string' || core instanceof URL) core = await fetch(core);
  if (core instanceof Response && !core.ok) throw new Error(`HTTP ${core.status}`);
  const module = core instanceof WebAssembly.Module ? core : await WebAssembly.compile(await (core.arrayBuffer?.() ?? core));
  moduleFrom(() => module);
}
