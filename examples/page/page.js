// The page of `cargo xtask demo --serve`. It decides nothing: it asks for a payment or an attack, and shows the messages
// that come back, one JSON object a line. Text from messages enters the page as text only, never as markup. The strings that
// were signed are made here, from the messages shown, by the npm package.

import { canonical, decodeUnverified, init, WxPayError } from './wxpay-core/browser.js';

const TEXTS = {
  en: {
    skip: 'Skip to the messages', subtitle: 'One payment from the phone to the books, and six attacks on it. Everything runs on this machine.',
    language: 'Language', phone: 'Phone', shop: 'Tea shop', item: 'Longjing tea', about: 'Freshly made. Drink it hot.',
    pay: 'Pay with WeChat', paying: 'One moment…', again: 'Another cup', sheet: 'Confirm payment', payee: 'Payee', method: 'Method',
    balance: 'Balance', confirming: 'Confirming…', paid: 'Paid', failed: 'Not paid', books: 'The shop’s books', noOrders: 'No orders yet.',
    order: 'Order', state: 'State', bookings: 'Booked', attacks: 'Attacks', all: 'All six',
    attacksAbout: 'The attacker sits on the wire. For each attack a cup is paid and its genuine notice held back; what he sends instead '
      + 'meets an order that waits to be booked.',
    messages: 'Messages', unfold: 'Unfold all', fold: 'Fold all', clear: 'Clear', merchant: 'Shop', attacker: 'Attacker', gateway: 'WeChat',
    nothing: 'Pay, or attack: every message appears here as it crosses the wire.',
    footer: 'XML is shown one element a line; no character is added or left out. The strings that were signed are '
      + 'made in this page, by the npm package. The key is masked: ********',
    sent: 'Sent', signed: 'String that was signed', answer: 'Answer', changed: 'What was changed', log: 'In the shop’s log',
    fits: 'The same string as in the genuine notice, byte for byte: the signature fits.', full: 'The whole message', empty: '(empty)',
    got: (a, e) => `Expected ${a.expected}, got ${e.code}. Order ${a.state}, booked ${a.bookings} ×.`,
    running: 'Running…', good: 'All as it must be.', bad: 'Not as it must be: ', gone: 'The demo does not answer. Start it again: cargo xtask demo --serve',
    attack: {
      'no-sign': ['No signature', 'sign left out'], 'amount-changed': ['Amount changed', '12.00 becomes 0.01'],
      doctype: ['DOCTYPE', 'reads a file of the server'], duplicate: ['Element twice', 'two total_fee'],
      'hidden-field': ['Hidden field', 'total_fee inside time_end'], replay: ['Replay', 'the genuine notice again'],
    },
  },
  zh: {
    skip: '跳到报文', subtitle: '一笔付款从手机到入账，以及针对它的六种攻击。全部在本机运行。',
    language: '语言', phone: '手机', shop: '茶铺', item: '龙井茶', about: '现泡，趁热喝。',
    pay: '微信支付', paying: '请稍候…', again: '再来一杯', sheet: '确认付款', payee: '收款方', method: '付款方式',
    balance: '零钱', confirming: '正在确认…', paid: '支付成功', failed: '没有支付', books: '商户账本', noOrders: '还没有订单。',
    order: '订单', state: '状态', bookings: '入账', attacks: '攻击', all: '全部六种',
    attacksAbout: '攻击者在通知的路上。每次攻击都先付一杯茶，截住真实通知；他改发的报文，对准一笔正等着入账的订单。',
    messages: '报文', unfold: '全部展开', fold: '全部收起', clear: '清空', merchant: '商户', attacker: '攻击者', gateway: '微信',
    nothing: '点支付或攻击：每条报文经过时都会显示在这里。',
    footer: 'XML 每个元素显示一行，不增不减任何字符。签名串由本页用 npm 包生成，密钥已遮盖：********',
    sent: '发送', signed: '签名串', answer: '应答', changed: '改动', log: '商户日志',
    fits: '签名串与真实通知逐字节相同，签名仍然正确。', full: '完整报文', empty: '（空）',
    got: (a, e) => `应得 ${a.expected}，实得 ${e.code}。订单 ${a.state}，入账 ${a.bookings} 次。`,
    running: '进行中…', good: '一切如预期。', bad: '不符合预期：', gone: '演示没有应答。请重新运行：cargo xtask demo --serve',
    attack: {
      'no-sign': ['没有签名', '去掉 sign'], 'amount-changed': ['篡改金额', '12.00 变 0.01'],
      doctype: ['DOCTYPE', '读取服务器文件'], duplicate: ['字段重复', '两个 total_fee'],
      'hidden-field': ['藏匿字段', 'total_fee 藏进 time_end'], replay: ['重放', '再发一次真实通知'],
    },
  },
};
const LANES = ['phone', 'shop', 'attacker', 'gateway'];
const PAUSE = 240; // ms between two messages, so that the eye can follow; the times shown are the real ones
const MASK = '&key=********';

const $ = (selector) => document.querySelector(selector);
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const wide = matchMedia('(min-width: 60.01rem)'); // as in page.css
const phone = $('.phone');
const events = []; // what the timeline shows
const outcomes = new Map(); // attack -> [code, ok]
let appid = ''; // of the shop, as the latest message in XML has it
let language = navigator.language.startsWith('zh') ? 'zh' : 'en';
let running = false;
let status = ['', ''];
let unfolded = false;

const t = (name) => TEXTS[language][name];

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null)); // strings become text nodes
  return made;
}

function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll('[data-t-label]')) node.ariaLabel = t(node.dataset.tLabel);
  for (const button of document.querySelectorAll('[data-language]')) button.ariaPressed = String(button.dataset.language === language);
  showButtons();
  showStatus();
  showResult();
  $('#timeline').replaceChildren(...events.map(message));
  $('#empty').hidden = events.length > 0;
}

// ---- the messages

/** One message of the timeline: an arrow between two lanes, a line about it, and its parts to unfold. */
function message(event, index) {
  const node = $('#message').content.cloneNode(true);
  const part = (name) => node.querySelector(name);
  const [from, to] = [LANES.indexOf(event.from), LANES.indexOf(event.to)];
  const arrow = part('.arrow');
  arrow.dataset.party = event.from;
  arrow.dataset.direction = from < to ? 'right' : 'left';
  arrow.style.gridColumn = `${2 * Math.min(from, to) + 2} / ${2 * Math.max(from, to) + 2}`;
  part('.step').textContent = index + 1;
  part('.name').textContent = event.title[language];
  part('.badge').replaceWith(badge(event.code, event.ok));
  part('.from-to').textContent = `${partyName(event.from)} → ${partyName(event.to)}`;
  part('.call').textContent = event.call;
  part('.ms').textContent = event.ms > 0 ? `${event.ms.toFixed(1)} ms` : '';
  part('.parts').append(...(event.attack ? attackParts(event) : plainParts(event)));
  part('details').open = unfolded || Boolean(event.attack) || !event.ok;
  return node.firstElementChild;
}

const partyName = (party) => t(party === 'shop' ? 'merchant' : party);
const badge = (code, ok) => element('span', `badge ${ok ? 'good' : 'bad'}`, code);

function plainParts(event) {
  return [
    section('sent', text(event.call), event.sent ? pre(event.sent) : null),
    event.signed ? section('signed', pre(event.signed)) : null,
    event.answer ? section('answer', pre(event.answer)) : null,
  ].filter(Boolean);
}

function attackParts(event) {
  const { attack } = event;
  const change = [attack.cut && pre(attack.cut, 'cut'), attack.put && pre(attack.put, 'put')].filter(Boolean);
  const whole = element('details', 'whole', element('summary', '', t('full')), ...plainParts({ ...event, answer: '' }));
  return [
    element('p', 'why', attack.why[language]),
    change.length > 0 ? section('changed', ...change) : null,
    attack.still_fits ? element('p', 'fits', t('fits')) : null,
    section('answer', pre(event.answer)),
    attack.log ? section('log', text(attack.log)) : null,
    element('p', `verdict ${event.ok ? 'good' : 'bad'}`, t('got')(attack, event)),
    whole,
  ].filter(Boolean);
}

const section = (title, ...children) => element('div', 'part', element('h4', '', t(title)), ...children);
const text = (line) => element('p', 'mono', line);

/** A message, broken into lines for the eye by CSS alone: the text of the node is the message, to the character. */
function pre(message, className = '') {
  const lines = message.startsWith('<') ? message.match(/<xml>|<\/xml>|[^]*?<\/[^>]*>|[^]+$/g)
    : message.endsWith(MASK) ? message.split(/(?=&)/)
    : message.startsWith('{') ? message.split(/(?<=,)/) : [message];
  return element('pre', className, ...lines.map((line) => element('span', 'line', ...tokens(line))));
}

function tokens(line) {
  if (line === MASK) return [element('span', 'mask', line)];
  if (!line.startsWith('<')) return [line];
  return line.split(/(<!\[CDATA\[|\]\]>|<[^<>]*>)/).filter(Boolean)
    .map((piece) => (/^(<!\[CDATA\[|\]\]>|<\/?\w+>)$/.test(piece) ? element('span', 'tag', piece) : piece));
}

/** The fields that a message has signed: those of its XML, or what wx.requestPayment gets, to which WeChat adds the appid. */
function signedFields({ step, sent }) {
  if (sent.startsWith('<')) return decodeUnverified(sent);
  if (step !== 'params') return undefined;
  const { out_trade_no, paySign, ...fields } = JSON.parse(sent);
  return { appId: appid, ...fields };
}

/** The string that was signed, the key masked; none for messages without signature and those the core refuses to read. */
function signedString(event) {
  try {
    const fields = signedFields(event);
    appid = fields?.appid ?? appid;
    return fields && canonical(fields) + MASK;
  } catch (error) {
    if (error instanceof WxPayError) return undefined;
    throw error;
  }
}

function show(event) {
  event.signed = signedString(event);
  events.push(event);
  $('#empty').hidden = true;
  const node = message(event, events.length - 1);
  node.classList.add('new');
  $('#timeline').append(node);
  // On a narrow screen the phone is above the messages, and whoever pays wants to see the phone.
  if (wide.matches || event.attack) node.scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
}

// ---- the phone

/** What the phone shows follows the messages, not the other way round. */
function follow(event) {
  if (event.step === 'params' && event.ok) phone.dataset.state = 'sheet';
  if (event.step === 'pay') phone.dataset.state = 'waiting';
  if (event.step === 'result') finish(event.ok, event.answer);
}

function finish(paid, answer) {
  phone.dataset.state = paid ? 'paid' : 'failed';
  phone.dataset.number = answer.match(/"out_trade_no":"(\w+)"/)?.[1] ?? '';
  showResult();
  $('#result').focus({ preventScroll: true });
}

function showResult() {
  const { state, number = '' } = phone.dataset;
  const done = state === 'paid' || state === 'failed';
  $('#shop').hidden = done;
  $('#result').hidden = !done;
  $('#outcome').textContent = t(state === 'paid' ? 'paid' : 'failed');
  $('#number').textContent = number;
}

// ---- asking for it

/** Plays on the server and shows each message. Returns the code of the attack, if it was one. */
async function play(path, seen) {
  let code = '';
  await init();
  const response = await fetch(path, { method: 'POST' });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  for await (const event of lines(response.body)) {
    if (event.done) {
      if (!event.ok) status = ['bad', event.error ?? code];
      return [code, event.ok];
    }
    show(event);
    seen(event);
    if (event.attack) code = event.code;
    if (!calm.matches) await new Promise((resolve) => setTimeout(resolve, event.step === 'params' ? 4 * PAUSE : PAUSE));
  }
  throw new Error('the answer broke off');
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const complete = (rest + chunk.value).split('\n');
    rest = complete.pop();
    for (const line of complete) yield JSON.parse(line);
  }
}

/** One thing at a time, and nothing fails in silence. */
async function run(work) {
  if (running) return;
  running = true;
  status = ['running', ''];
  showButtons();
  showStatus();
  try {
    await work();
    if (status[0] === 'running') status = ['good', ''];
  } catch (error) {
    console.warn(error.message);
    status = ['gone', ''];
    if (phone.dataset.state !== 'paid') phone.dataset.state = 'shop';
  }
  running = false;
  showButtons();
  showStatus();
  await showBooks().catch(() => {});
}

async function pay() {
  const [, ok] = await play('api/pay', follow);
  if (!ok && phone.dataset.state !== 'failed') finish(false, '');
}

async function attack(id) {
  outcomes.set(id, ['…', true]);
  showButtons();
  outcomes.set(id, ['?', false]);
  outcomes.set(id, await play(`api/attack/${id}`, () => {}));
}

function showStatus() {
  const [name, detail] = status;
  $('#status').className = `status ${name}`;
  $('#status').textContent = name ? t(name) + detail : '';
}

function showButtons() {
  for (const button of document.querySelectorAll('#pay, #all, #attacks button')) button.ariaDisabled = String(running);
  for (const button of document.querySelectorAll('#attacks button')) {
    const [name, about] = t('attack')[button.dataset.attack];
    const outcome = outcomes.get(button.dataset.attack);
    button.replaceChildren(element('strong', '', name), element('span', 'muted', about), outcome ? badge(...outcome) : element('span', 'badge none', '—'));
  }
  $('#pay').textContent = t(running && phone.dataset.state !== 'shop' ? 'paying' : 'pay');
  $('#unfold').textContent = t(unfolded ? 'fold' : 'unfold');
}

async function showBooks() {
  const orders = await (await fetch('api/orders')).json();
  $('#books').hidden = orders.length === 0;
  $('#empty-books').hidden = orders.length > 0;
  $('#books tbody').replaceChildren(...orders.map((order) => element('tr', '',
    element('td', 'mono', `${order.out_trade_no.slice(0, 10)}…`), element('td', '', order.state), element('td', '', `${order.bookings} ×`))));
}

// ---- wiring

for (const id of Object.keys(TEXTS.en.attack)) {
  const button = element('button', 'attack');
  button.type = 'button';
  button.dataset.attack = id;
  button.addEventListener('click', () => run(() => attack(id)));
  $('#attacks').append(button);
}
$('#pay').addEventListener('click', () => run(() => {
  phone.dataset.state = 'waiting';
  showButtons();
  return pay();
}));
$('#again').addEventListener('click', () => {
  phone.dataset.state = 'shop';
  showResult();
  showButtons();
  $('#pay').focus();
});
$('#all').addEventListener('click', () => run(async () => {
  for (const id of Object.keys(TEXTS.en.attack)) await attack(id);
}));
$('#clear').addEventListener('click', () => {
  events.length = 0;
  translate();
});
$('#unfold').addEventListener('click', () => {
  unfolded = !unfolded;
  for (const details of document.querySelectorAll('#timeline details')) details.open = unfolded;
  showButtons();
});
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset.language;
    translate();
  });
}
translate();
showBooks().catch(() => {});
