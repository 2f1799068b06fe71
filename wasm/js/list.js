// What a call takes: a list as the flat form `(name NUL value NUL)*` with its count, a document as text or bytes.
import { WxPayError, wrongType } from './error.js';
import { room } from './machine.js';

/** A name as the core shows it: cut, and nothing in it that could forge a line of a log. */
const shown = (name) => name.slice(0, 64).replace(/[^!-~]/g, '?');
const notUnicode = (where) => new WxPayError('UTF8', where, 'the text is not valid Unicode');

export function textOf(value, where) {
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw typeof value === 'string' ? notUnicode(where) : wrongType(where, 'a string', value);
}

function walk(fields, where, each) {
  if (Array.isArray(fields) || fields instanceof Map) {
    for (const pair of fields) {
      if (!Array.isArray(pair) || pair.length !== 2) throw wrongType(where, 'a list of pairs: name and value', pair);
      each(pair[0], pair[1]);
    }
  } else if (fields !== null && typeof fields === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(fields))) {
    for (const name of Object.keys(fields)) each(name, fields[name]);
  } else throw wrongType(where, 'a plain object, a Map or an array of pairs', fields);
}

function flat(fields, where) {
  const limit = room();
  let [text, size, count] = ['', 0, 0];
  walk(fields, where, (name, value) => {
    if (typeof name !== 'string') throw wrongType(where, 'named by strings', name);
    if (typeof value !== 'string') throw wrongType(shown(name), 'a string', value, typeof value === 'number' ? '; see fen()' : '');
    size += name.length + value.length + 2;
    if (size <= limit) text += `${name}\0${value}\0`;
    count += 1;
  });
  if (size > limit) return { text: { length: size }, count };
  if (!text.isWellFormed()) throw culprit(fields, where);
  return { text, count };
}

/** The field at fault, where the core sees only one text: half of a surrogate pair, or a NUL of the host's own. */
function culprit(fields, where) {
  let found;
  walk(fields, where, (name, value) => {
    if (!name.isWellFormed() || name.includes('\0')) found ??= new WxPayError('NAME', shown(name), 'not a usable field name');
    if (!value.isWellFormed()) found ??= notUnicode(shown(name));
    if (value.includes('\0')) found ??= new WxPayError('CHAR', shown(name), 'a character that XML forbids');
  });
  return found;
}

/** Makes a list of `fields` for `work`. */
export function withList(fields, where, work) {
  const list = flat(fields, where);
  try {
    return work(list);
  } catch (error) {
    throw (error.code === 'CHAR' && !error.where && culprit(fields, where)) || error;
  }
}

/** A body as it came. A view of a detached buffer shows no bytes: it is refused, not read as empty. */
export function documentOf(xml) {
  if (typeof xml === 'string') {
    if (xml.length > room() || xml.isWellFormed()) return xml;
    throw notUnicode(`byte ${new TextEncoder().encode(xml.slice(0, xml.search(/\p{Surrogate}/u))).length}`);
  }
  try {
    if (ArrayBuffer.isView(xml)) return new Uint8Array(xml.buffer, xml.byteOffset, xml.byteLength);
    if (xml instanceof ArrayBuffer) return new Uint8Array(xml);
  } catch {
    throw new WxPayError('ARG', 'xml', 'the buffer is detached');
  }
  throw wrongType('xml', 'a string, a Uint8Array or an ArrayBuffer', xml);
}
