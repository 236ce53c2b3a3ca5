import { useEffect, useRef } from 'react';
import type { Store } from '../state/store';

/** A track to be heard, on the chosen loudspeaker. */
export function Sound({ track, speaker, silent }: { track: MediaStreamTrack; speaker: string | undefined; silent: Store<boolean> }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (!audio) return;
    audio.srcObject = new MediaStream([track]);
    // after a reload browsers play sound only once the page has been clicked
    const play = (): void =>
      void audio.play().then(
        () => silent.set(false),
        (error: unknown) => error instanceof DOMException && error.name === 'NotAllowedError' && silent.set(true),
      );
    play();
    const touched = ['pointerdown', 'keydown'] as const;
    const again = (): void => {
      if (audio.paused) play();
    };
    for (const each of touched) window.addEventListener(each, again);
    return () => {
      for (const each of touched) window.removeEventListener(each, again);
      audio.srcObject = null;
    };
  }, [track, silent]);
  useEffect(() => {
    const audio = element.current;
    // not every browser lets a page choose
    if (audio && speaker && 'setSinkId' in HTMLMediaElement.prototype) void audio.setSinkId(speaker).catch(() => undefined);
  }, [speaker]);
  return <audio ref={element} autoPlay />;
}
