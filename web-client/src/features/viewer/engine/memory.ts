import { cache } from '@cornerstonejs/core';

const stored = 'huizhen.imageCache';
const mebibyte = 1024 ** 2;

/** What the cache of decoded images may hold, in MiB. */
export const cacheLimits = [256, 512, 1024, 2048] as const;

/** As set on this machine; else by its memory, which browsers tell coarsely. */
export function cacheLimit(): number {
  const kept = Number(localStorage.getItem(stored));
  if (cacheLimits.some((limit) => limit === kept)) return kept;
  const memory = (navigator as { deviceMemory?: number }).deviceMemory ?? 4;
  return memory < 4 ? 256 : memory < 8 ? 512 : 1024;
}

export function applyCacheLimit(): void {
  cache.setMaxCacheSize(cacheLimit() * mebibyte);
}

export function setCacheLimit(limit: number): void {
  localStorage.setItem(stored, String(limit));
  applyCacheLimit();
}

/** Whether fetching ahead still leaves room for what the reader asks for. */
export function hasRoom(): boolean {
  return cache.getCacheSize() < cache.getMaxCacheSize() * 0.85;
}
