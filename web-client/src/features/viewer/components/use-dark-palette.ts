import { useCallback } from 'react';
import { applyPalette } from '@/lib/theme/tokens';

/** A ref that gives the element, and what is in it, the dark palette. */
export function useDarkPalette(): (element: HTMLElement | null) => void {
  return useCallback((element) => {
    if (element) applyPalette('dark', element);
  }, []);
}
