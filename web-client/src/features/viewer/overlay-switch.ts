const listeners = new Set<() => void>();
let shown = true;

/** Whether overlay planes are drawn; the same in all panes. */
export const overlaySwitch = {
  get: (): boolean => shown,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  toggle: (): void => {
    shown = !shown;
    for (const listener of listeners) listener();
  },
};
