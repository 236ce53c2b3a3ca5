import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '@/i18n/en/admin.json';
import zh from '@/i18n/zh-CN/admin.json';
import { flatten } from './audit-words';

/** The codes that the server may write; its own tests hold it to the list. */
const written = readFileSync('../server/src/main/resources/org/huizhen/server/audit/actions.txt', 'utf8').trim().split('\n');

describe('the words of audit codes', () => {
  const words = new Map(flatten(zh.audit.actions));
  it('name every action that the server writes, and no other', () => {
    expect(written.length).toBeGreaterThan(80);
    expect([...words.keys()].sort()).toEqual([...written].sort());
  });
  it('stand in both languages, each once', () => {
    expect(flatten(en.audit.actions).map(([code]) => code)).toEqual([...words.keys()]);
    for (const catalogue of [zh, en]) {
      const said = flatten(catalogue.audit.actions).map(([, word]) => word);
      expect(said.filter((word, index) => said.indexOf(word) !== index)).toEqual([]);
    }
  });
});
