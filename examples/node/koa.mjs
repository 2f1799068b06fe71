// Koa: no body parser in front of this route; the body is read here, raw.
import Koa from 'koa';
import { answer, LIMIT } from './notice.mjs';

/** `shop` is what notice.mjs wants to know. */
export function notifyApp(shop) {
  const app = new Koa();
  app.use(async (context) => {
    if (context.method !== 'POST' || context.path !== '/notify') return;
    const chunks = [];
    let length = 0;
    for await (const chunk of context.req) {
      length += chunk.length;
      if (length > LIMIT) context.throw(413);
      chunks.push(chunk);
    }
    context.type = 'text/xml';
    context.body = await answer(Buffer.concat(chunks), shop);
  });
  return app;
}
