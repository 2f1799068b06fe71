// A simulated phone: loads the real program under Node and gives it a `wx` that behaves like the documented one.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { pages } = JSON.parse(readFileSync(join(root, 'app.json'), 'utf8'));

/**
 * Starts the program and opens its first page.
 * @param base     address of the shop
 * @param login    what wx.login asks WeChat: () => code, or an Error
 * @param pay      what WeChat does with the payment: (five texts) => errMsg
 * @param patience how long the phone really waits when the program asks for `ms`
 * @param pause    how long a timer of the program really runs
 */
export function phone({ base, login, pay, language = 'zh_CN', patience = (ms) => ms, pause = () => 0 }) {
  const seen = { requests: [], payments: [], toasts: [], title: '', drawn: [] };
  const answer = (options, errMsg, result = {}) => {
    const outcome = { errMsg, ...result };
    (errMsg.endsWith(':ok') ? options.success : options.fail)?.(outcome);
    options.complete?.(outcome);
  };

  const wx = {
    getAppBaseInfo: () => ({ language }),
    setNavigationBarTitle: ({ title }) => (seen.title = title),
    showToast: (options) => seen.toasts.push(options),

    async login(options) {
      seen.loginTimeout = options.timeout;
      const code = await login();
      if (code instanceof Error) answer(options, `login:fail ${code.message}`);
      else answer(options, 'login:ok', { code });
    },

    async request(options) {
      const { url, method = 'GET', data = {}, timeout } = options;
      seen.requests.push({ url, method, data: { ...data }, timeout });
      try {
        const query = method === 'GET' ? `?${new URLSearchParams(data)}` : '';
        const response = await fetch(url + query, {
          method,
          headers: { 'content-type': 'application/json' },
          body: method === 'GET' ? undefined : JSON.stringify(data),
          signal: AbortSignal.timeout(patience(timeout)),
        });
        const body = await response.text();
        answer(options, 'request:ok', { statusCode: response.status, data: jsonOrText(body) });
      } catch (error) {
        answer(options, error.name === 'TimeoutError' ? 'request:fail timeout' : `request:fail ${error.message}`);
      }
    },

    async requestPayment({ success, fail, complete, ...five }) {
      seen.payments.push(five);
      answer({ success, fail, complete }, await pay(five));
    },
  };

  const program = {};
  const load = loader({
    wx,
    App: (app) => (program.app = app),
    getApp: () => program.app,
    Page: (page) => (program.page = page),
    setTimeout: (callback, ms) => setTimeout(callback, pause(ms)),
  });
  load(join(root, 'app.js'));
  program.app.globalData.base = base;
  load(join(root, `${pages[0]}.js`));

  const { page } = program;
  page.setData = (changes) => {
    for (const name of Object.keys(changes)) if (!(name in page.data)) throw new Error(`setData: unknown ${name}`);
    Object.assign(page.data, changes);
    seen.drawn.push({ ...page.data });
  };
  page.onLoad();
  return { page, seen };
}

/** `require` as mini programs have it: relative CommonJS files and the given globals, nothing of Node. */
function loader(globals) {
  const modules = new Map();
  return function load(file) {
    if (modules.has(file)) return modules.get(file).exports;
    const module = { exports: {} };
    modules.set(file, module);
    const require = (name) => load(resolve(dirname(file), name));
    const names = { ...globals, module, exports: module.exports, require, process: undefined, Buffer: undefined };
    compileFunction(readFileSync(file, 'utf8'), Object.keys(names), { filename: file })(...Object.values(names));
    return module.exports;
  };
}

function jsonOrText(body) {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
