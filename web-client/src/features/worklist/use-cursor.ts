import { useCallback, useState } from 'react';

/** The row the keyboard is on. It follows its id, not its place; when it vanishes the neighbour takes over. */
export function useCursor(ids: readonly string[]) {
  const [cursor, setCursor] = useState<{ id: string; place: number } | undefined>();
  const found = cursor ? ids.indexOf(cursor.id) : -1;
  const place = found >= 0 ? found : cursor ? Math.min(cursor.place, ids.length - 1) : -1;
  const current = place >= 0 ? ids[place] : undefined;
  const move = useCallback(
    (step: number) => {
      const next = Math.max(0, Math.min(ids.length - 1, place + step));
      const id = ids[next];
      if (id !== undefined) setCursor({ id, place: next });
    },
    [ids, place],
  );
  const put = useCallback((id: string) => setCursor({ id, place: ids.indexOf(id) }), [ids]);
  return { current, move, put };
}
