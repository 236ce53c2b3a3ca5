import { describe, expect, it } from 'vitest';
import type { ReportTemplate } from '@/lib/api/schema';
import { insert, offered } from './choose';
import { alternatives, nextGap, previousGap, slashAt } from './gaps';

const template = (code: string, more: Partial<ReportTemplate> = {}): ReportTemplate => ({
  id: code, version: 0, scope: 'catalog', title: `模板${code}`, code, modality: 'CT', findings: '{左|右}肺见结节，{直径 mm}。', conclusion: '{左|右}肺结节。', ...more,
});

describe('the slash', () => {
  it('opens the list at the beginning of a text, of a line and after a full stop', () => {
    expect(slashAt('/xb', 3)).toEqual({ start: 0, query: 'xb' });
    expect(slashAt('所见\n/', 4)).toEqual({ start: 3, query: '' });
    expect(slashAt('肝脏正常。/dj', 8)).toEqual({ start: 5, query: 'dj' });
  });
  it('opens nothing inside words, dates and fractions', () => {
    expect(slashAt('12/3', 4)).toBeUndefined();
    expect(slashAt('左/右', 3)).toBeUndefined();
    expect(slashAt('/xb zc', 6)).toBeUndefined();
  });
  it('may be the 、 that an input method types for it, at the beginning of a line only', () => {
    expect(slashAt('、xb', 3)).toEqual({ start: 0, query: 'xb' });
    expect(slashAt('肝、胆', 3)).toBeUndefined();
  });
});

describe('gaps', () => {
  const text = '{左|右}肺，{直径 mm}';
  it('are gone through in both directions', () => {
    expect(nextGap(text, 0)).toEqual({ start: 0, end: 5 });
    expect(nextGap(text, 5)).toEqual({ start: 7, end: 14 });
    expect(previousGap(text, 7)).toEqual({ start: 0, end: 5 });
    expect(nextGap(text, 8)).toBeUndefined();
  });
  it('offer alternatives where they have bars', () => {
    expect(alternatives('{左|右}')).toEqual(['左', '右']);
    expect(alternatives('{直径 mm}')).toEqual([]);
  });
});

describe('the list of templates', () => {
  const request = { modality: 'CT', study: { bodyPart: 'CHEST' }, patient: { sex: 'male' as const } };
  it('never offers the other sex or another modality', () => {
    const found = offered([template('a', { sex: 'female' }), template('b', { modality: 'MR' }), template('c')], request, '');
    expect(found.map(({ code }) => code)).toEqual(['c']);
  });
  it('puts the code as typed first, then what fits the examination', () => {
    const found = offered([template('xbzc2'), template('xbzc', { bodyPart: 'HEAD' }), template('zxbzc', { bodyPart: 'CHEST' })], request, 'xbzc');
    expect(found.map(({ code }) => code)).toEqual(['xbzc', 'xbzc2', 'zxbzc']);
    expect(offered([template('a', { bodyPart: 'HEAD' }), template('b', { bodyPart: 'CHEST' })], request, '').map(({ code }) => code)).toEqual(['b', 'a']);
  });
});

describe('a template', () => {
  it('called in the findings fills the empty conclusion and the open outcome', () => {
    const { change, from, to } = insert({ findings: '/xb' }, 'findings', { start: 0, end: 3 }, template('xb', { positive: true }));
    expect(change).toEqual({ findings: '{左|右}肺见结节，{直径 mm}。', conclusion: '{左|右}肺结节。', positive: true });
    expect([from, to]).toEqual([0, 18]);
  });
  it('leaves a conclusion that is there, and an outcome that was decided', () => {
    const { change } = insert({ findings: '肝正常。\n/xb', conclusion: '已写', positive: false }, 'findings', { start: 5, end: 8 }, template('xb', { positive: true }));
    expect(change).toEqual({ findings: '肝正常。\n{左|右}肺见结节，{直径 mm}。' });
  });
  it('called in the conclusion leaves the findings alone', () => {
    expect(insert({ findings: '写过', conclusion: '/xb' }, 'conclusion', { start: 0, end: 3 }, template('xb')).change).toEqual({ conclusion: '{左|右}肺结节。' });
  });
});
