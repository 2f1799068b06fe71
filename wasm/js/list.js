// What a call takes. Both come into linear memory here: a list as the flat form `(name NUL value NUL)*`, a document as its
// bytes. What does not fit is not copied but announced as long as the area, and the core refuses it for its length.
import { refuse, wrongType } from './error.js';

const { hasOwnProperty } = Object.prototype;
const encoder = new TextEncoder();
const FIRST = [0, 0xc0, 0xe0, 0xf0]; // of a character in UTF-8, by the number of bytes after it

/** A name as the core shows it: cut, and nothing in it that could forge a line of a log. */
const shown = (name) => name.slice(0, 64).replace(/[^!-~]/g, '?');

const notUnicode = (where) => refuse('UTF8', where, 'the text is not valid Unicode');

export function secretOf(secret) {
  if (typeof secret !== 'string') wrongType('key', 'a string', secret);
  return secret.isWellFormed() ? encoder.encode(secret) : notUnicode('key');
}

/** Names and values in turn. All of them are read before the first is written: getters and proxies may call us. */
export function listOf(fields, where = 'fields') {
  const list = [];
  const add = (name, value) => {
    if (typeof name !== 'string') wrongType(where, 'named by strings', name);
    if (typeof value !== 'string') wrongType(shown(name), 'a string', value, typeof value === 'number' ? '; see fen()' : '');
    list.push(name, value);
  };
  if (Array.isArray(fields) || fields instanceof Map) {
    for (const pair of fields) {
      if (!Array.isArray(pair) || pair.length !== 2) wrongType(where, 'a list of pairs: name and value', pair);
      add(pair[0], pair[1]);
    }
  } else if (fields !== null && typeof fields === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(fields))) {
    // An array of names would take longer to make than they take to visit.
    for (const name in fields) if (hasOwnProperty.call(fields, name)) add(name, fields[name]);
  } else wrongType(where, 'a plain object, a Map or an array of pairs', fields);
  return list;
}

/** Most text is short and ASCII: to call an encoder for it takes longer than to write it. */
function writeList(list, area) {
  let at = 0;
  for (let i = 0; i < list.length; i += 1) {
    const text = list[i];
    if (at + text.length >= area.length) return area.length;
    let unit = 0;
    for (; unit < text.length; unit += 1) {
      const code = text.charCodeAt(unit);
      if (code === 0 || code > 0x7f) break;
      area[at + unit] = code;
    }
    at = unit === text.length ? at + unit : writeOther(list, i, unit, at + unit, area);
    area[at++] = 0;
  }
  return at;
}

/** NUL would separate: U+0001 stands for it, as long and as forbidden in XML, so the core finds it and says where. */
function writeOther(list, i, from, start, area) {
  const text = list[i];
  let at = start;
  for (let unit = from; unit < text.length; unit += 1) {
    const code = text.codePointAt(unit) || 1;
    if (code >= 0xd800 && code < 0xe000) halfAPair(list, i);
    const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    area[at++] = FIRST[more] | (code >> (6 * more));
    for (let bits = 6 * more - 6; bits >= 0; bits -= 6) area[at++] = 0x80 | ((code >> bits) & 0x3f);
    if (more === 3) unit += 1;
  }
  return at;
}

function halfAPair(list, i) {
  if (i % 2 === 0) refuse('NAME', shown(list[i]), 'not a usable field name');
  notUnicode(shown(list[i - 1]));
}

/** A body as it came. A view of a detached buffer shows no bytes: it is refused, not read as empty. */
export function documentOf(xml) {
  if (typeof xml === 'string') return xml;
  if (!ArrayBuffer.isView(xml) && !(xml instanceof ArrayBuffer)) wrongType('xml', 'a string, a Uint8Array or an ArrayBuffer', xml);
  try {
    return new Uint8Array(xml.buffer ?? xml, xml.byteOffset, xml.byteLength);
  } catch {
    return refuse('ARG', 'xml', 'the buffer is detached');
  }
}

/** Writes a list, text or bytes and tells the length. */
export function write(input, area) {
  if (Array.isArray(input)) return writeList(input, area);
  if (input.length > area.length) return area.length;
  if (typeof input !== 'string') {
    area.set(input);
    return input.length;
  }
  if (!input.isWellFormed()) notUnicode(`byte ${encoder.encode(input.slice(0, input.search(/\p{Surrogate}/u))).length}`);
  const { read, written } = encoder.encodeInto(input, area);
  return read === input.length ? written : area.length;
}
