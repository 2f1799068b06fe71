// Express: the body must reach us raw. express.text or an XML parser before this route would change bytes that are signed.
import express from 'express';
import { answer, LIMIT } from './notice.mjs';

/** `shop` is what notice.mjs wants to know. Mount it before any body parser of the whole application. */
export function notifyApp(shop) {
  const app = express();
  app.post('/notify', express.raw({ type: () => true, limit: LIMIT }), async (request, response) => {
    response.type('text/xml').send(await answer(request.body, shop));
  });
  return app;
}
