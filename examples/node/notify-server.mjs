#!/usr/bin/env node
// Receives notices with nothing but node:http.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { answer, LIMIT } from './notice.mjs';
import { apiKey, fail, KEY_HELP, options } from './settings.mjs';

const HELP = `usage: node notify-server.mjs --appid APPID --mch-id MCH_ID --orders ORDERS.json [--port 8080] [--host 127.0.0.1]

Receives pay notices at /notify and says on standard output what is paid. ORDERS.json holds the price in fen of each order:
{"20261124000001": 1200}
接收支付通知。ORDERS.json 为各订单的金额（分）。

${KEY_HELP}`;

const [values] = options(HELP, {
  appid: { type: 'string' },
  'mch-id': { type: 'string' },
  orders: { type: 'string' },
  port: { type: 'string', default: '8080' },
  host: { type: 'string', default: '127.0.0.1' },
}, 0);
const { appid, 'mch-id': mch_id, orders: file, port, host } = values;
if (!appid || !mch_id || !file) fail(HELP);

const orders = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
const paid = new Set();
const shop = {
  key: apiKey({ verifying: true }),
  appid,
  mch_id,
  amountOf: (order) => orders.get(order),
  book(order, transaction) {
    if (!paid.has(order)) console.log(`paid: ${order} with ${transaction}`);
    paid.add(order);
  },
};

/** The body byte for byte, or undefined when it is too long: that is refused before it is all here. */
async function raw(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const server = createServer(async (request, response) => {
  try {
    if (request.method !== 'POST' || request.url !== '/notify') return response.writeHead(404).end();
    const body = await raw(request);
    if (!body) return response.writeHead(413, { Connection: 'close' }).end();
    return response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' }).end(await answer(body, shop));
  } catch (error) {
    console.error(error);
    return response.headersSent ? response.destroy() : response.writeHead(500).end();
  }
});
server.requestTimeout = 10_000;
server.listen(Number(port), host, () => console.log(`listening on http://${host}:${server.address().port}/notify`));
