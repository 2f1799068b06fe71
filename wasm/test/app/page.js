import * as wxpay from 'wxpay-core';
import { work } from './work.js';

globalThis.result = wxpay.init().then(() => work(wxpay));
