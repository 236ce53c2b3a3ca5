/**
 * The order in which fresh rows are shown: the server's, except that the row under the cursor keeps its place, so that a click
 * never hits another patient than the one aimed at.
 */
export function stableOrder<T extends { id: string }>(shown: readonly T[], fresh: readonly T[], pinned: string | undefined): T[] {
  const place = shown.findIndex((row) => row.id === pinned);
  const row = fresh.find((each) => each.id === pinned);
  if (place < 0 || !row) return [...fresh];
  const others = fresh.filter((each) => each.id !== pinned);
  others.splice(Math.min(place, others.length), 0, row);
  return others;
}
