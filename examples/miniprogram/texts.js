/** Everything the buyer reads. The price is a label like the others: what is charged, the shop decides. */

const zh = {
  title: '茶铺',
  item: '龙井茶',
  about: '现泡，趁热喝。',
  price: '¥ 12.00',
  pay: '微信支付',
  again: '再来一杯',
  check: '查询结果',
  working: '请稍候…',
  paid: '支付成功',
  login: '微信登录失败，请再试一次。',
  network: '网络不通，请检查后再试。',
  timeout: '10 秒内没有回应，请再试一次。',
  shop: '店铺没有受理。',
  cancel: '已取消，没有支付。',
  fail: '微信没有完成支付。',
  pending: '店铺还没有收到付款通知。',
  keep: '订单已保留：请点“查询结果”，不要重复支付。',
};

/** @type {typeof zh} */
const en = {
  title: 'Tea shop',
  item: 'Longjing tea',
  about: 'Freshly made. Drink it hot.',
  price: '¥ 12.00',
  pay: 'Pay with WeChat',
  again: 'Another cup',
  check: 'Check the order',
  working: 'One moment…',
  paid: 'Paid',
  login: 'WeChat login failed. Please try again.',
  network: 'No network. Please check it and try again.',
  timeout: 'No answer within 10 seconds. Please try again.',
  shop: 'The shop did not accept this.',
  cancel: 'Cancelled. Nothing was paid.',
  fail: 'WeChat did not complete the payment.',
  pending: 'The shop has no word of your payment yet.',
  keep: 'Your order is kept: tap “Check the order”, do not pay again.',
};

/**
 * @param {string} language as WeChat names it: zh_CN, zh_TW, en, ...
 * @returns {typeof zh}
 */
function texts(language) {
  return language.startsWith('zh') ? zh : en;
}

module.exports = { texts };
