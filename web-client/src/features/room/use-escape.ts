import { useEffect, useEffectEvent } from 'react';

/** Escape closes what is open while mounted; an open list or dialog closes first. */
export function useEscape(close: () => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector('.ant-select-open, .ant-modal-wrap:not([style*="none"])')) return;
    close();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => handle(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
