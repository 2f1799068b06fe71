// The package as its users get it: packed, and installed from the tarball into an empty project.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE = fileURLToPath(new URL('../pkg', import.meta.url));
export const TOOLS = fileURLToPath(new URL('node_modules', import.meta.url));

/** Returns the folder of the project, and the names of the packed files. */
export function install() {
  const project = mkdtempSync(join(tmpdir(), 'wxpay-npm-'));
  process.on('exit', () => rmSync(project, { recursive: true, force: true }));
  const npm = (...args) => execFileSync('npm', args, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const [packed] = JSON.parse(npm('pack', PACKAGE, '--json'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  npm('install', `./${packed.filename}`, '--offline', '--no-audit', '--no-fund');
  return { project, tarball: join(project, packed.filename), files: packed.files.map(({ path }) => path).sort() };
}
