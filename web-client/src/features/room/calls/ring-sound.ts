import { audioContext } from '../media/level-meter';

const [low, high] = [480, 620];
const beat = 2_000;

/** Rings until it is stopped. Before the first click in a tab browsers let nothing sound; the picture then rings alone. */
export function startRinging(): () => void {
  const audio = audioContext();
  const ring = (): void => {
    if (audio.state !== 'running') return;
    const gain = audio.createGain();
    gain.connect(audio.destination);
    const now = audio.currentTime;
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(0.15, now + 0.05);
    gain.gain.setValueAtTime(0.15, now + 0.9);
    gain.gain.linearRampToValueAtTime(0, now + 1);
    for (const pitch of [low, high]) {
      const tone = audio.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(gain);
      tone.start(now);
      tone.stop(now + 1);
    }
  };
  ring();
  const timer = setInterval(ring, beat);
  return () => clearInterval(timer);
}
