import { useEffect, useRef } from 'react';

/** A video track on the screen, without its sound. */
export function Picture({ track, label }: { track: MediaStreamTrack; label?: string }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.srcObject = new MediaStream([track]);
    void video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return <video ref={element} autoPlay playsInline muted aria-label={label} />;
}
