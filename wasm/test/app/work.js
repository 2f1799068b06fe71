// What the pages and the worker do with the package.
export function work({ ApiKey, decodeVerified, encodeSigned, sign }) {
  const key = ApiKey.md5('192006250b4c09247ec02edce69f6a2d');
  const fields = { appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test', nonce_str: 'ibuaiVcKdpRxkhJA' };
  const read = decodeVerified(encodeSigned({ ...fields, body: '龙井茶' }, key, 'unlisted'), key, 'unlisted');
  return `${sign(fields, key)} ${read.get('body')}`;
}
