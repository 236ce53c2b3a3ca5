import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '@/i18n/en/admin.json';
import zh from '@/i18n/zh-CN/admin.json';
import { flatten } from './audit-words';

/** The codes that stand as literals where the server writes audit rows. */
function written(): string[] {
  const lines = execFileSync('grep', ['-rhoE', 'AuditEntry\\.(success|failure)\\([^"]*"[a-zA-Z.]+"', '../server/src/main/java'], { encoding: 'utf8' });
  const requests = readFileSync('../server/src/main/java/org/huizhen/server/reading/RequestEvent.java', 'utf8');
  const events = [...requests.matchAll(/[A-Z_]+\("\w+", "(\w+)"\)/g)].map(([, action]) => `reading.${action ?? ''}`);
  return [...events, ...new Set([...lines.matchAll(/"([a-z][a-zA-Z]*(?:\.[a-zA-Z]+)+)"/g)].map(([, code]) => code ?? ''))];
}

describe('the words of audit codes', () => {
  const words = new Map(flatten(zh.audit.actions));
  it('leave no action without words that the server writes', () => {
    expect(written().length).toBeGreaterThan(30);
    expect(written().filter((code) => !words.has(code))).toEqual([]);
  });
  it('stand in both languages, each once', () => {
    expect(flatten(en.audit.actions).map(([code]) => code)).toEqual([...words.keys()]);
    for (const catalogue of [zh, en]) {
      const said = flatten(catalogue.audit.actions).map(([, word]) => word);
      expect(said.filter((word, index) => said.indexOf(word) !== index)).toEqual([]);
    }
  });
});
