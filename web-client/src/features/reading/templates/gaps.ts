/** A stretch of a text, from inclusive to exclusive. */
export interface Span {
  start: number;
  end: number;
}

const pattern = /\{[^{}]{0,40}\}/g;

function gapsOf(text: string): Span[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The first gap that begins at or behind a place. */
export function nextGap(text: string, from: number): Span | undefined {
  return gapsOf(text).find(({ start }) => start >= from);
}

/** The last gap that ends at or before a place. */
export function previousGap(text: string, before: number): Span | undefined {
  return gapsOf(text).findLast(({ end }) => end <= before);
}

export function hasGap(text: string): boolean {
  return gapsOf(text).length > 0;
}

/** What a gap offers, `{左|右}`; nothing where the words are free. */
export function alternatives(gap: string): string[] {
  return /^\{[^{}]*\|[^{}]*\}$/.test(gap) ? gap.slice(1, -1).split('|') : [];
}

const longestQuery = 20;

/**
 * The slash that opens the list of templates, with what has been typed after it. It stands at the beginning of the text, of a
 * line or after a pause, so that 12/3 and 左/右 open nothing; an input method types 、 for it at the beginning of a line.
 */
export function slashAt(text: string, caret: number): { start: number; query: string } | undefined {
  const before = text.slice(Math.max(0, caret - longestQuery - 2), caret);
  const match = /(^|[\s。；;])\/([^\s/]*)$|(^|\n)、([^\s/、]*)$/.exec(before);
  if (!match) return undefined;
  const query = match[2] ?? match[4] ?? '';
  const start = caret - query.length - 1;
  const atStart = (match[1] ?? match[3]) !== '' || start === 0;
  return atStart && query.length <= longestQuery ? { start, query } : undefined;
}
