/** What a person wants of their microphone and camera in a room; outlives a reload of the tab. */
export interface Intent {
  microphone: boolean;
  camera: boolean;
}

const key = (room: string): string => `huizhen.room.${room}`;

export function keepIntent(room: string, intent: Intent): void {
  sessionStorage.setItem(key(room), JSON.stringify(intent));
}

/** Undefined in a tab that has not asked to join the room, was refused, or has left it. */
export function keptIntent(room: string): Intent | undefined {
  const text = sessionStorage.getItem(key(room));
  return text ? (JSON.parse(text) as Intent) : undefined;
}

export function forgetIntent(room: string): void {
  sessionStorage.removeItem(key(room));
}
