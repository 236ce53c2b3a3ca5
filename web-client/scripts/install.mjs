import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';

// `npm ci`, skipped when node_modules already holds what the lock file asks for.
const stamp = 'node_modules/.lock-digest';
const digest = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) process.exit(0);
const major = Number(/npm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? 0);
if (major && major < 11) {
  console.error('npm 11 or newer is needed (vite 8 does not install under npm 10): npm install -g npm@11');
  process.exit(1);
}
const run = spawnSync('npm', ['ci', '--no-fund', '--no-audit'], { stdio: 'inherit', shell: process.platform === 'win32' });
if (run.status === 0) writeFileSync(stamp, digest);
process.exit(run.status ?? 1);
