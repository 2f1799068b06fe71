// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.

/** The numbers that cross the border; never reused. */
export const KINDS = {
  __proto__: null,
  unlisted: 0,
  unifiedorder: 1,
  unifiedorder_reply: 2,
  orderquery: 3,
  orderquery_reply: 4,
  closeorder: 5,
  closeorder_reply: 6,
  pay_notice: 7,
  notice_answer: 8,
};
