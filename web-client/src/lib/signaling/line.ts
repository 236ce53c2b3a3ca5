import { useEffect, useState } from 'react';
import type { Line } from './protocol';
import { useSignaling } from './signaling-context';

/** State of the signaling socket, for the dot in the shell and the words in a room. */
export function useLine(): Line {
  const signaling = useSignaling();
  const [line, setLine] = useState<Line>('off');
  useEffect(() => signaling.listen({ line: setLine }), [signaling]);
  return line;
}
