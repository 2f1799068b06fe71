// CommonJS sees the same types.
import wxpay = require('wxpay-core');

const text: string = wxpay.sign({ a: '1' }, wxpay.ApiKey.md5('secret'));
export = text;
