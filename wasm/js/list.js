// What a call takes. Both come into linear memory here: a list as the flat form `(name NUL value NUL)*`, a document as its
// bytes. What does not fit is not copied but announced as long as the area, and the core refuses it for its length.
import { WxPayError, wrongType } from './error.js';

const encoder = new TextEncoder();

/** A name as the core shows it: cut, and nothing in it that could forge a line of a log. */
const shown = (name) => name.slice(0, 64).replace(/[^!-~]/g, '?');
const notUnicode = (where) => new WxPayError('UTF8', where, 'the text is not valid Unicode');

export function stringOf(value, where) {
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw typeof value === 'string' ? notUnicode(where) : wrongType(where, 'a string', value);
}

/** Names and values in turn. All of them are read before the first is written: getters and proxies may call us. */
export function listOf(fields, where = 'fields') {
  const list = [];
  const add = (name, value) => {
    if (typeof name !== 'string') throw wrongType(where, 'named by strings', name);
    if (typeof value !== 'string') throw wrongType(shown(name), 'a string', value, typeof value === 'number' ? '; see fen()' : '');
    list.push(name, value);
  };
  if (Array.isArray(fields) || fields instanceof Map) {
    for (const pair of fields) {
      if (!Array.isArray(pair) || pair.length !== 2) throw wrongType(where, 'a list of pairs: name and value', pair);
      add(pair[0], pair[1]);
    }
  } else if (fields !== null && typeof fields === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(fields))) {
    for (const name of Object.keys(fields)) add(name, fields[name]);
  } else throw wrongType(where, 'a plain object, a Map or an array of pairs', fields);
  return list;
}

function writeList(list, area) {
  let at = 0;
  for (let i = 0; i < list.length && at < area.length; i += 1) at = writeText(list[i], at, area) ?? fault(list, i);
  return at;
}

/** Writes text and NUL and tells where it ends; undefined for what no list can hold. Most text is short and ASCII. */
function writeText(text, at, area) {
  const end = at + text.length;
  if (end >= area.length) return area.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || unit > 0x7f) return writeOther(text, at, area);
    area[at + i] = unit;
  }
  area[end] = 0;
  return end + 1;
}

function writeOther(text, at, area) {
  if (!text.isWellFormed() || text.includes('\0')) return undefined;
  const { read, written } = encoder.encodeInto(text, area.subarray(at, -1));
  if (read < text.length) return area.length;
  area[at + written] = 0;
  return at + written + 1;
}

function fault(list, i) {
  if (i % 2 === 0) throw new WxPayError('NAME', shown(list[i]), 'not a usable field name');
  if (!list[i].isWellFormed()) throw notUnicode(shown(list[i - 1]));
  // NUL cannot cross the border to be found there; something else that is forbidden may stand before it.
  const before = list[i].slice(0, list[i].search(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/));
  throw new WxPayError('CHAR', `${shown(list[i - 1])}, byte ${encoder.encode(before).length}`, 'a character that XML forbids');
}

/** A body as it came. A view of a detached buffer shows no bytes: it is refused, not read as empty. */
export function documentOf(xml) {
  if (typeof xml === 'string') return xml;
  try {
    if (ArrayBuffer.isView(xml)) return new Uint8Array(xml.buffer, xml.byteOffset, xml.byteLength);
    if (xml instanceof ArrayBuffer) return new Uint8Array(xml);
  } catch {
    throw new WxPayError('ARG', 'xml', 'the buffer is detached');
  }
  throw wrongType('xml', 'a string, a Uint8Array or an ArrayBuffer', xml);
}

/** Writes a list, text or bytes and tells the length. */
export function write(input, area) {
  if (Array.isArray(input)) return writeList(input, area);
  if (input.length > area.length) return area.length;
  if (typeof input !== 'string') {
    area.set(input);
    return input.length;
  }
  const broken = input.isWellFormed() ? -1 : input.search(/\p{Surrogate}/u);
  if (broken >= 0) throw notUnicode(`byte ${encoder.encode(input.slice(0, broken)).length}`);
  const { read, written } = encoder.encodeInto(input, area);
  return read === input.length ? written : area.length;
}
