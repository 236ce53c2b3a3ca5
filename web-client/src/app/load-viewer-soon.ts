/** Whoever reads opens a case sooner or later: its page, the viewer and the decoder are fetched while they look at the list. */
export function loadViewerSoon(): () => void {
  const load = (): void => void Promise.all([import('@/features/viewer'), import('./case-route')]).then(([{ warmViewer }]) => warmViewer()).catch(() => undefined);
  // Safari has no idle callbacks
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(load, 1500);
    return () => clearTimeout(timer);
  }
  const waiting = requestIdleCallback(load, { timeout: 3000 });
  return () => cancelIdleCallback(waiting);
}
