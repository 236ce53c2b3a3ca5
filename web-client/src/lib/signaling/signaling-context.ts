import { createContext, use } from 'react';
import type { Signaling } from './protocol';

export const SignalingContext = createContext<Signaling | undefined>(undefined);

/** The tab's signaling session; only for who is signed in. */
export function useSignaling(): Signaling {
  const signaling = use(SignalingContext);
  if (!signaling) throw new Error('no signaling session above this component');
  return signaling;
}
