// Starts the real nginx with the template, a fresh self-signed certificate and a plain HTTP server in Tomcat's place.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const env = { ...process.env, PATH: [process.env.PATH, '/usr/sbin', '/usr/local/sbin'].join(delimiter) };
const missing = ['nginx', 'openssl'].filter((name) => spawnSync(name, name === 'nginx' ? ['-v'] : ['version'], { env }).error);
const reason = missing.length > 0 && `not installed: ${missing.join(', ')} (apt-get install nginx openssl)`;

if (reason && process.env.CI === 'true') test('nginx and openssl are there', () => assert.fail(reason));

describe('nginx in front of the shop', { skip: reason, timeout: 60_000 }, () => {
  let run, nginx, tomcat, port, plainPort, ca;
  const arrived = []; // what reached "Tomcat"

  before(async () => {
    run = mkdtempSync(join(tmpdir(), 'wxpay-nginx-'));
    ca = certificate(run);
    tomcat = http.createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      arrived.push({ method: request.method, url: request.url, headers: request.headersDistinct, body: Buffer.concat(chunks) });
      const status = Number(request.headers['x-test-status'] ?? 200);
      response.writeHead(status, { 'X-Powered-By': 'JSP/3.1', Server: 'Tomcat', ...(status === 405 && { Allow: 'GET' }) });
      response.end('from tomcat');
    });
    await listen(tomcat);
    [port, plainPort] = await freePorts(2);

    const values = {
      LISTEN: `127.0.0.1:${port}`,
      LISTEN_HTTP: `127.0.0.1:${plainPort}`,
      PUBLIC: `localhost:${port}`,
      TOMCAT: `127.0.0.1:${tomcat.address().port}`,
      CERT: join(run, 'cert.pem'),
      KEY: join(run, 'key.pem'),
      RUN: run,
    };
    const template = readFileSync(join(folder, 'wxpay.conf'), 'utf8');
    const conf = Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`\${${name}}`, value), template);
    assert.doesNotMatch(conf, /\$\{[A-Z]/, 'a placeholder is left');
    writeFileSync(join(run, 'nginx.conf'), conf);

    nginx = spawn('nginx', ['-p', run, '-c', join(run, 'nginx.conf'), '-e', join(run, 'error.log')], { env });
    nginx.exited = once(nginx, 'exit');
    nginx.said = '';
    nginx.stderr.on('data', (data) => (nginx.said += data));
    await answering(port, nginx);
  });

  after(async () => {
    if (nginx) {
      nginx.kill('SIGTERM');
      await nginx.exited;
    }
    tomcat?.close();
    tomcat?.closeAllConnections();
    rmSync(run, { recursive: true });
    assert.ok(!existsSync(run));
  });

  /** One request on a connection of its own. */
  function send(method, path, { headers = {}, body, chunks, over = {} } = {}) {
    return new Promise((resolve, reject) => {
      const options = { host: 'localhost', servername: 'localhost', port, method, path, headers, ca, agent: false, ...over };
      const request = (over.port === plainPort ? http : https).request(options, async (response) => {
        const parts = [];
        for await (const part of response) parts.push(part);
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() });
      });
      request.on('error', reject);
      for (const chunk of chunks ?? []) request.write(chunk);
      request.end(body);
    });
  }

  /** Sends something that must arrive, and returns how it did. */
  async function pass(method, path, options) {
    arrived.length = 0;
    const answer = await send(method, path, options);
    assert.equal(answer.status, 200, answer.body);
    assert.equal(arrived.length, 1);
    return { ...arrived[0], answer };
  }

  /** Sends something that must not arrive. */
  async function stop(status, method, path, options) {
    arrived.length = 0;
    const answer = await send(method, path, options);
    assert.equal(answer.status, status, `${method} ${path}`);
    assert.equal(arrived.length, 0, `${method} ${path} reached Tomcat`);
    return answer;
  }

  const bodies = {
    'a notice': Buffer.from('<xml><attach><![CDATA[茶 & ü]]></attach></xml>'),
    'CRLF, CR, LF, NUL and blanks': Buffer.from('\r\n<xml>\r\n\r\n\n \0\t</xml> \r\n'),
    'every byte': Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256)),
    'random bytes': randomBytes(20_000),
    'gzip': gzipSync('<xml><a>1</a></xml>'),
    'nothing': Buffer.alloc(0),
    '64 KiB exactly': randomBytes(65_536),
  };
  for (const [name, body] of Object.entries(bodies)) {
    test(`body byte for byte: ${name}`, async () => {
      const { body: got, headers } = await pass('POST', '/notify.do', { body, headers: { 'content-type': 'text/xml', 'content-length': body.length } });
      assert.ok(got.equals(body));
      assert.deepEqual(headers['content-type'], ['text/xml']);
    });
  }

  test('body byte for byte: said to be gzip, and in chunks', async () => {
    const gzip = gzipSync(randomBytes(3000));
    const said = await pass('POST', '/notify.do', { body: gzip, headers: { 'content-encoding': 'gzip' } });
    assert.ok(said.body.equals(gzip));
    assert.deepEqual(said.headers['content-encoding'], ['gzip']);

    const parts = [randomBytes(1), randomBytes(5000), Buffer.from('\r\n0\r\n\r\n'), randomBytes(777)];
    const chunked = await pass('POST', '/notify.do', { chunks: parts, headers: { 'transfer-encoding': 'chunked' } });
    assert.ok(chunked.body.equals(Buffer.concat(parts)));
  });

  test('more than 64 KiB: 413', async () => {
    const body = Buffer.alloc(65_537, 'x');
    await stop(413, 'POST', '/notify.do', { body, headers: { 'content-length': body.length } });
    await stop(413, 'POST', '/prepay.do', { chunks: [body], headers: { 'transfer-encoding': 'chunked' } });
  });

  test('the address is the real one, whatever the client claims', async () => {
    const { headers } = await pass('POST', '/prepay.do', {
      headers: {
        'x-forwarded-for': ['1.2.3.4', '5.6.7.8'],
        'x-real-ip': '1.2.3.4',
        forwarded: 'for=1.2.3.4;host=evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-port': '1',
        'x-forwarded-proto': 'http',
        host: 'evil.example',
      },
    });
    assert.deepEqual(headers['x-forwarded-for'], ['127.0.0.1']);
    assert.deepEqual(headers['x-forwarded-proto'], ['https']);
    assert.deepEqual(headers.host, [`localhost:${port}`]);
    for (const name of ['x-real-ip', 'forwarded', 'x-forwarded-host', 'x-forwarded-port']) assert.equal(headers[name], undefined, name);
  });

  test('notices can only be posted', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const { headers } = await stop(405, method, '/notify.do');
      assert.equal(headers.allow, 'POST');
      assert.equal(headers['x-content-type-options'], 'nosniff');
    }
    for (const path of ['/shop/notify.do', '/%6eotify.do', '//notify.do', '/a/../notify.do', '/notify.do?a=b']) await stop(405, 'GET', path);
    await pass('POST', '/shop/notify.do');
  });

  test('the shop is reachable, nothing else', async () => {
    for (const path of ['/result.jsp?out_trade_no=1', '/order.do?out_trade_no=a%26b', '/shop/order.do']) {
      assert.equal((await pass('GET', path)).url, path);
    }
    for (const path of ['/', '/index.html', '/notify', '/notify.do/', '/notify.do;x=1', '/notify.do%3bx.do', '/WEB-INF/web.xml',
      '/manager/html', '/.git/config', '/a.jspx', '/a.do.bak', '/.do', '/%2e%2e/a.do%00', '/result.jsp%0a']) {
      const { status } = await send('GET', path);
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    }
    assert.equal(arrived.filter(({ url }) => !/\.(do|jsp)(\?|$)/.test(url)).length, 0);
  });

  test('headers: on pages of the shop and on refusals', async () => {
    const { answer } = await pass('GET', '/result.jsp');
    assert.equal(answer.body, 'from tomcat');
    for (const { headers } of [answer, await stop(404, 'GET', '/'), await send('GET', '/order.do', { headers: { 'x-test-status': '500' } })]) {
      assert.equal(headers['strict-transport-security'], 'max-age=31536000');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.match(headers['content-security-policy'], /^default-src 'none';.*frame-ancestors 'none'$/);
      assert.equal(headers.server, 'nginx');
      assert.equal(headers['x-powered-by'], undefined);
      assert.equal(headers.allow, undefined);
    }
    const refused = await send('GET', '/prepay.do', { headers: { 'x-test-status': '405' } });
    assert.equal(refused.headers.allow, 'GET', "Tomcat's own 405 keeps its own list");
  });

  test('TLS 1.2 and 1.3, nothing older', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3']) assert.equal(await handshake(version), version);
    // Old ciphers are allowed on our side, so that the refusal is the server's.
    for (const version of ['TLSv1', 'TLSv1.1']) {
      await assert.rejects(handshake(version), { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
    }
  });

  function handshake(version) {
    return new Promise((resolve, reject) => {
      const socket = tls.connect({ host: 'localhost', port, ca, minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' });
      socket.once('secureConnect', () => {
        resolve(socket.getProtocol());
        socket.destroy();
      });
      socket.once('error', reject);
    });
  }

  test('plain HTTP is sent to https, and not to a name the client made up', async () => {
    const { headers } = await stop(301, 'GET', '/result.jsp?a=b', { over: { port: plainPort }, headers: { host: 'evil.example' } });
    assert.equal(headers.location, `https://localhost:${port}/result.jsp?a=b`);
    await stop(301, 'POST', '/notify.do', { over: { port: plainPort }, body: '<xml/>' });
    await stop(400, 'GET', '/result.jsp', { over: { port: plainPort }, headers: { host: 'a b' } });
  });

  test('the access log has no query string; nothing is left on the disk', async () => {
    await pass('POST', '/order.do?out_trade_no=private-number', { body: randomBytes(60_000), headers: { 'content-length': 60_000 } });
    let log = '';
    while (!log.includes('"POST /order.do" 200')) { // nginx writes the line after the answer
      await pause();
      log = readFileSync(join(run, 'access.log'), 'utf8');
    }
    assert.doesNotMatch(log, /private-number|\?/);
    assert.doesNotMatch(readFileSync(join(run, 'error.log'), 'utf8'), /temporary file/);
    for (const name of ['body', 'proxy']) assert.deepEqual(readdirSync(join(run, name)), [], name);
  });

  test('Tomcat is down: 502, no version, no address', async () => {
    tomcat.close();
    tomcat.closeAllConnections();
    const { body, headers } = await stop(502, 'POST', '/prepay.do');
    assert.doesNotMatch(body, /nginx\/|127\.0\.0\.1/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });
});

/** A key and a self-signed certificate for localhost; returns the certificate. */
function certificate(run) {
  const [key, cert] = [join(run, 'key.pem'), join(run, 'cert.pem')];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert], { env });
  assert.equal(made.status, 0, String(made.stderr));
  chmodSync(key, 0o600);
  return readFileSync(cert);
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(net.createServer())));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Waits until the port accepts connections; fails with nginx's own words if it gave up. */
async function answering(port, nginx) {
  for (;;) {
    if (nginx.exitCode !== null) assert.fail(`nginx ended with ${nginx.exitCode}: ${nginx.said}`);
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    socket.destroy();
    if (open) return;
    await pause();
  }
}
