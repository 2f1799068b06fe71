import * as wxpay from 'wxpay-core/inline';
import { work } from './work.js';

globalThis.result = work(wxpay);
