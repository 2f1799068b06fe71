/**
 * One purchase, from the tap on the button to the answer of the shop.
 *
 * The phone carries messages and decides nothing: the login code goes to the shop, five texts come back and go to
 * WeChat untouched. What the tea costs, and whether it has been paid, only the shop knows. WeChat's answer on the
 * phone proves neither success nor failure, so every purchase ends with a question to the shop.
 */

const TIMEOUT = 10000; // ms, for one call
const PAUSE = 1000; // ms, between two questions to the shop
const QUESTIONS = 30;

/** Why a purchase did not end as paid. */
class PayError extends Error {
  /**
   * @param {'login' | 'network' | 'timeout' | 'shop' | 'cancel' | 'fail' | 'pending'} reason
   * @param {string} detail what WeChat or the shop said, may be empty
   * @param {string} [order] number of an order that may have been paid: ask again, do not pay again
   */
  constructor(reason, detail, order = '') {
    super(detail ? `${reason}: ${detail}` : reason);
    this.reason = reason;
    this.detail = detail;
    this.order = order;
  }
}

/**
 * Buys one item and resolves when the shop says it is paid. Rejects with a PayError.
 * @param {string} base address of the shop
 * @param {string} item
 * @returns {Promise<void>}
 */
async function buy(base, item) {
  const code = await login();
  const order = await ask(base, 'POST', '/prepay.do', { code, item });
  const number = text(order, 'out_trade_no');
  const problem = await requestPayment(order);
  if (!problem) return confirm(base, number);
  // WeChat may report a failure after the money has moved: the shop has the last word here too.
  if (!(await isPaid(base, number))) throw problem;
}

/**
 * Asks the shop until it says that the order is paid.
 * @param {string} base
 * @param {string} number the order number
 * @returns {Promise<void>}
 */
async function confirm(base, number) {
  for (let asked = 0; asked < QUESTIONS; asked++) {
    if (asked > 0) await new Promise((resolve) => setTimeout(() => resolve(null), PAUSE));
    if (await isPaid(base, number)) return;
  }
  throw new PayError('pending', '', number);
}

/**
 * @param {string} base
 * @param {string} number
 * @returns {Promise<boolean>}
 */
async function isPaid(base, number) {
  try {
    const order = await ask(base, 'GET', '/order.do', { out_trade_no: number });
    return text(order, 'state') === 'PAID';
  } catch (error) {
    if (error instanceof PayError) error.order = number; // unanswered, so it may be paid
    throw error;
  }
}

/** @returns {Promise<string>} the code the shop exchanges for the buyer's openid; works once */
function login() {
  return new Promise((resolve, reject) => {
    wx.login({
      timeout: TIMEOUT,
      success: ({ code, errMsg }) => (code ? resolve(code) : reject(new PayError('login', errMsg))),
      fail: ({ errMsg }) => reject(new PayError('login', errMsg)),
    });
  });
}

/**
 * Hands the five texts to WeChat as they came.
 * @param {Record<string, unknown>} order
 * @returns {Promise<PayError | null>} null when WeChat says ok
 */
function requestPayment(order) {
  const five = {
    timeStamp: text(order, 'timeStamp'),
    nonceStr: text(order, 'nonceStr'),
    package: text(order, 'package'),
    signType: /** @type {'MD5' | 'HMAC-SHA256'} */ (text(order, 'signType')),
    paySign: text(order, 'paySign'),
  };
  return new Promise((resolve) => {
    wx.requestPayment({
      ...five,
      success: () => resolve(null),
      fail: ({ errMsg }) =>
        resolve(errMsg.includes('cancel') ? new PayError('cancel', '') : new PayError('fail', errMsg)),
    });
  });
}

/**
 * @param {string} base
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {Record<string, string>} data
 * @returns {Promise<Record<string, unknown>>} the JSON of an answer with status 200
 */
function ask(base, method, path, data) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: base + path,
      method,
      data,
      timeout: TIMEOUT,
      success: ({ statusCode, data: answer }) => {
        if (typeof answer !== 'object' || answer === null) {
          reject(new PayError('shop', `HTTP ${statusCode}`));
        } else if (statusCode !== 200) {
          const { error, message } = /** @type {Record<string, unknown>} */ (answer);
          reject(new PayError('shop', error ? `${error}: ${message}` : `HTTP ${statusCode}`));
        } else {
          resolve(/** @type {Record<string, unknown>} */ (answer));
        }
      },
      fail: ({ errMsg }) => reject(new PayError(errMsg.includes('timeout') ? 'timeout' : 'network', errMsg)),
    });
  });
}

/**
 * @param {Record<string, unknown>} answer
 * @param {string} name
 * @returns {string} the named text; a number would be refused by WeChat with a puzzling message
 */
function text(answer, name) {
  const value = answer[name];
  if (typeof value !== 'string' || !value) throw new PayError('shop', `answer without ${name}`);
  return value;
}

module.exports = { buy, confirm, PayError };
