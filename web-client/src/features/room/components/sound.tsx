import { useEffect, useRef } from 'react';

/** A track to be heard, on the chosen loudspeaker. */
export function Sound({ track, speaker }: { track: MediaStreamTrack; speaker: string | undefined }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (!audio) return;
    audio.srcObject = new MediaStream([track]);
    const play = (): void => void audio.play().catch(() => undefined);
    play();
    // after a reload browsers play sound only once the page has been clicked
    window.addEventListener('pointerdown', play, { once: true });
    return () => {
      window.removeEventListener('pointerdown', play);
      audio.srcObject = null;
    };
  }, [track]);
  useEffect(() => {
    const audio = element.current;
    // not every browser lets a page choose
    if (audio && speaker && 'setSinkId' in HTMLMediaElement.prototype) void audio.setSinkId(speaker).catch(() => undefined);
  }, [speaker]);
  return <audio ref={element} autoPlay />;
}
