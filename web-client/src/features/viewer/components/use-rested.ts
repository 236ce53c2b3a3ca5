import { useEffect, useEffectEvent, useState } from 'react';

const pause = 3000;

/** A figure that grows while images arrive, passed on at most every three seconds. */
export function useRested(value: number): number {
  const [passed, setPassed] = useState(value);
  const changed = passed !== value;
  const pass = useEffectEvent(() => setPassed(value));
  useEffect(() => {
    if (!changed) return;
    const timer = setTimeout(() => pass(), passed === 0 ? 0 : pause);
    return () => clearTimeout(timer);
  }, [changed, passed]);
  return passed;
}
