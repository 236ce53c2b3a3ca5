import { useEffect, useEffectEvent } from 'react';

/** Handlers by key: `j`, `Enter`, `?`, `shift+1`, `alt+n`, `mod+k` (⌘ on a Mac, Ctrl elsewhere). */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

/** Names a key press as the tables of shortcuts do; undefined while an input method composes. */
export function nameOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>): string | undefined {
  // Chrome names a key that the input method has taken `Process`
  if (event.isComposing || event.key === 'Process') return undefined;
  // the letter itself: on a Mac the option key types another one; Ctrl with Alt is AltGr
  if (event.altKey) return /^Key[A-Z]$/.test(event.code) && !event.ctrlKey && !event.metaKey ? `alt+${event.code.slice(3).toLowerCase()}` : undefined;
  // the digit itself, whatever its key types with Shift on this keyboard
  if (event.shiftKey && /^Digit[0-9]$/.test(event.code) && !event.ctrlKey && !event.metaKey) return `shift+${event.code.slice(5)}`;
  const key = event.key === ' ' ? 'space' : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // a choice that was clicked keeps the focus; of the keys it needs but these
  if (target instanceof HTMLInputElement && /^(radio|checkbox)$/.test(target.type)) return /^(Arrow.*|space|Enter)$/.test(name);
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role=menu], [role=listbox]') !== null;
}

/** Listens on the window while mounted; plain keys are left to inputs and to dialogs in front. */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const name = nameOf(event);
    const handler = name ? shortcuts[name] : undefined;
    if (!name || !handler || event.defaultPrevented) return;
    if (!/^(mod|alt)\+/.test(name) && (isTyping(event.target, name) || document.querySelector('.ant-modal-wrap:not([style*="none"])'))) return;
    if (event.target instanceof HTMLElement && /^(BUTTON|A)$/.test(event.target.tagName) && /^(Enter|space)$/.test(name)) return;
    event.preventDefault();
    handler(event);
  });
  useEffect(() => {
    if (!enabled) return;
    const listener = (event: KeyboardEvent): void => handle(event);
    // captured: the viewer's element, once clicked, takes every key for itself
    window.addEventListener('keydown', listener, true);
    return () => window.removeEventListener('keydown', listener, true);
  }, [enabled]);
}
