import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogues } from './catalogues';

function flat(value: unknown, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, each] of Object.entries(value as Record<string, unknown>)) {
    if (typeof each === 'string') found.set(prefix + key, each);
    else for (const [inner, words] of flat(each, `${prefix}${key}.`)) found.set(inner, words);
  }
  return found;
}

const chinese = flat(catalogues['zh-CN']);
const english = flat(catalogues.en);
const placeholders = (words: string): string[] => [...words.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

describe('catalogues', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('leave no word empty', () => {
    for (const [key, words] of [...chinese, ...english]) expect(words.trim(), key).not.toBe('');
  });

  it('use the same placeholders in both languages', () => {
    for (const [key, words] of chinese) expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(words));
  });

  it('hold every namespace that lies in the folder', () => {
    const files = readdirSync(join(import.meta.dirname, 'zh-CN')).filter((name) => name.endsWith('.json'));
    expect(Object.keys(catalogues['zh-CN']).sort()).toEqual(files.map((name) => name.replace('.json', '')).sort());
  });

  it('use no plural suffixes that only one language would need', () => {
    for (const key of english.keys()) expect(key).not.toMatch(/_(one|other|plural)$/);
  });

  it('are the only place with Chinese words', () => {
    expect(readFileSync(join(import.meta.dirname, 'catalogues.ts'), 'utf8')).not.toMatch(/\p{Script=Han}/u);
  });
});
