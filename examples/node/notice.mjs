// What a shop does with a notice, whatever framework brings it. The servers here hand it the body byte for byte.
import { decodeVerified, encode, fen, WxPayError } from 'wxpay-core';

/** WeChat's messages are a few kilobytes; the core would refuse more than this anyway. */
export const LIMIT = 64 * 1024;

/**
 * Returns the XML to answer with. `amountOf` tells the price in fen of an order of ours. `book` is called when the money is
 * certain, again for every repetition: marking the order as paid once is the business of your database.
 */
export async function answer(body, { key, appid, mch_id, amountOf, book }) {
  try {
    const notice = decodeVerified(body, key, 'pay_notice').expect({ appid, mch_id });
    if (notice.succeeded) {
      const order = notice.get('out_trade_no');
      const amount = await amountOf(order);
      if (amount === undefined) return encode({ return_code: 'FAIL', return_msg: 'unknown order' });
      notice.expect('total_fee', fen(amount));
      await book(order, notice.get('transaction_id'));
    }
    return encode({ return_code: 'SUCCESS', return_msg: 'OK' });
  } catch (error) {
    if (!(error instanceof WxPayError)) throw error; // a fault of ours: HTTP 500, and WeChat sends the notice again
    console.error(`notice refused: ${error.message}`);
    return encode({ return_code: 'FAIL', return_msg: error.code });
  }
}
