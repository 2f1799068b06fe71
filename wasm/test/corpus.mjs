// Runs the cases of tests/corpus against the package; works in Node and in browsers. tests/README.md describes a case.

export const FILES = ['vectors', 'hostile', 'genuine', 'outgoing'];
export const VERBS = ['canonical', 'sign', 'verify', 'encode', 'encode_signed', 'decode_verified', 'decode_unverified', 'mini_program', 'expect'];

/** Returns how many calls each verb had, what came instead of what was wanted, and every answer with the name of its case. */
export function run(wxpay, cases) {
  const calls = Object.fromEntries(VERBS.map((verb) => [verb, 0]));
  const wrong = [];
  const answers = [];
  for (const one of cases) {
    const complain = (got) => wrong.push(`${one.id} [${one.row}]: want ${JSON.stringify(one.want).slice(0, 500)}, got ${JSON.stringify(got).slice(0, 500)}`);
    if (one.xml_cut === undefined) {
      calls[one.verb] += 1;
      const got = attempt(wxpay, one, documentOf(one));
      answers.push([one.id, got]);
      if (!fits(got, one)) complain(got);
      continue;
    }
    const whole = new TextEncoder().encode(one.xml_cut);
    for (let end = 0; end <= whole.length; end += 1) {
      calls[one.verb] += 1;
      const got = attempt(wxpay, one, whole.subarray(0, end));
      answers.push([`${one.id}@${end}`, got]);
      if (!(end < whole.length ? one.want.codes : ['OK']).includes(got.code)) complain({ end, ...got });
    }
  }
  return { calls, wrong, answers };
}

function attempt(wxpay, one, xml) {
  try {
    return { code: 'OK', ...call(wxpay, one, xml) };
  } catch (error) {
    if (!(error instanceof wxpay.WxPayError)) throw error;
    if (one.key?.secret.length > 8 && `${error.message} ${error.where}`.includes(one.key.secret)) throw new Error(`${one.id}: an error shows the key`);
    const [, field, offset] = /^(.*?)(?:(?:, |^)byte (\d+))?$/.exec(error.where);
    return { code: error.code, field, offset: offset && Number(offset), where: error.where };
  }
}

function call(wxpay, one, xml) {
  const key = () => {
    const made = { md5: 'md5', hmac_sha256: 'hmacSha256', verify_only: 'verifyOnly' }[one.key.use];
    const api = wxpay.ApiKey[made](one.key.secret);
    return one.key.previous === null ? api : api.orPrevious(one.key.previous);
  };
  const fields = fieldsOf(one);
  switch (one.verb) {
    case 'canonical': return { text: wxpay.canonical(fields) };
    case 'encode': return { text: wxpay.encode(fields) };
    case 'sign': return { text: wxpay.sign(fields, key()) };
    case 'encode_signed': return { text: wxpay.encodeSigned(fields, key(), one.kind) };
    case 'verify': return seen(wxpay.verify(fields, key(), one.kind));
    case 'decode_verified': return seen(wxpay.decodeVerified(xml, key(), one.kind));
    case 'decode_unverified': return { fields: Object.entries(wxpay.decodeUnverified(xml)) };
    case 'expect': return seen(wxpay.decodeVerified(xml, key(), one.kind).expect(pairs(one.expected)));
    case 'mini_program': {
      const of = (name) => fields.find((pair) => pair[0] === name)?.[1] ?? '';
      return { fields: Object.entries(wxpay.miniProgram(of('appId'), of('prepayId'), of('nonceStr'), of('timeStamp'), key())) };
    }
    default: throw new Error(`no such verb: ${one.verb}`);
  }
}

const seen = (verified) => ({
  fields: Object.entries(verified.fields),
  succeeded: verified.succeeded,
  previous_key: verified.signedWithPreviousKey,
});

function fits(got, { want }) {
  if (got.code !== want.code) return false;
  if (want.code !== 'OK') return (want.field === undefined || got.field === want.field) && (want.offset === undefined || got.offset === want.offset);
  if (want.text !== undefined) return got.text === full(want.text);
  return JSON.stringify(got.fields) === JSON.stringify(pairs(want.fields))
    && (want.succeeded === undefined || got.succeeded === want.succeeded)
    && (got.previous_key === undefined || got.previous_key === (want.previous_key === true));
}

/** The text, or what `{prefix, unit, times, suffix}` stands for. */
function full(text) {
  if (typeof text === 'string') return text;
  return `${text.prefix ?? ''}${(text.unit ?? '').repeat(text.times ?? 0)}${text.suffix ?? ''}`;
}

const pairs = (list = []) => list.map(([name, value]) => [full(name), full(value)]);

function fieldsOf(one) {
  const numbered = Array.from({ length: one.run?.count ?? 0 }, (_, i) => [`${full(one.run.prefix)}${String(i).padStart(4, '0')}`, full(one.run.value)]);
  return [...pairs(one.fields), ...numbered];
}

function documentOf(one) {
  if (one.xml_base64 !== undefined) return Uint8Array.from(atob(one.xml_base64), (byte) => byte.charCodeAt(0));
  const text = one.xml ?? one.xml_repeat;
  return text === undefined ? undefined : full(text);
}
