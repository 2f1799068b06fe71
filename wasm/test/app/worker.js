import * as wxpay from 'wxpay-core';
import { work } from './work.js';

wxpay.init().then(() => postMessage(work(wxpay)), (error) => postMessage(String(error)));
