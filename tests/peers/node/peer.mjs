// A published library in the line format of ../README.md: node peer.mjs NAME
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const ALGORITHM = { md5: 'MD5', hmac_sha256: 'HMAC-SHA256' };

function tenpay() {
  const Tenpay = require('tenpay');
  const payment = ({ secret, appid = 'wx1', mch_id = '1' }) => new Tenpay({ appid, mchid: mch_id, partnerKey: secret });
  return {
    sign: (line, fields) => payment(line)._getSign(fields, ALGORITHM[line.use]),
    verify: async (line) => { await payment(line)._parse(line.xml, 'middleware_pay', ALGORITHM[line.use]); },
  };
}

function axiosPlugin() {
  const { Hash, Transformer } = require('wechatpay-axios-plugin');
  return {
    sign: (line, fields) => Hash.sign(ALGORITHM[line.use], fields, line.secret),
    verify: async (line) => {
      const [parse, verifier] = new Transformer(line.mch_id, line.secret).response;
      const request = { url: '/pay/orderquery' };
      const answer = await verifier.call(request, parse.call(request, line.xml));
      if (answer instanceof Error || answer === undefined) throw new Error('refused');
    },
  };
}

const peer = { tenpay, 'wechatpay-axios-plugin': axiosPlugin }[process.argv[2]]();
for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const line = JSON.parse(text);
  let answer;
  try {
    if (line.xml === undefined) answer = `OK ${peer.sign(line, Object.fromEntries(line.fields))}`;
    else { await peer.verify(line); answer = 'OK'; }
  } catch { answer = 'REFUSED'; }
  process.stdout.write(`${answer}\n`);
}
