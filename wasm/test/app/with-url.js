import * as wxpay from 'wxpay-core';
import core from 'wxpay-core/core.wasm';
import { work } from './work.js';

globalThis.result = wxpay.init(core).then(() => work(wxpay));
