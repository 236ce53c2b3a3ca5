import { beforeEach, describe, expect, it } from 'vitest';
import { AutoSave, type Saved, type SaveState } from './auto-save';

interface Attempt {
  content: string;
  version: number;
  succeed: (saved: Saved) => void;
  fail: (slug: string) => void;
}

let attempts: Attempt[];
let states: SaveState[];
let timers: { run: () => void; ms: number; cancelled: boolean }[];
let saver: AutoSave<string>;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const attempt = (): Attempt => attempts.at(-1) as Attempt;
const elapse = async (): Promise<void> => {
  const timer = timers.filter(({ cancelled }) => !cancelled).at(-1);
  if (timer) timer.cancelled = true;
  timer?.run();
  await settle();
};

beforeEach(() => {
  [attempts, states, timers] = [[], [], []];
  saver = new AutoSave<string>(
    {
      save: (content, version) =>
        new Promise((resolve, reject) => attempts.push({ content, version, succeed: resolve, fail: (slug) => reject(new Error(slug)) })),
      slug: (error) => (error as Error).message,
      later: (run, ms) => {
        const timer = { run, ms, cancelled: false };
        timers.push(timer);
        return () => (timer.cancelled = true);
      },
      onState: (state) => states.push(state),
    },
    { version: 4 },
  );
});

describe('AutoSave', () => {
  it('saves once after the typing has paused', async () => {
    saver.edit('a');
    saver.edit('ab');
    expect(saver.state.status).toBe('dirty');
    await elapse();
    expect(attempts).toHaveLength(1);
    expect(attempt()).toMatchObject({ content: 'ab', version: 4 });
    attempt().succeed({ version: 5, savedAt: 'now' });
    await settle();
    expect(saver.state).toMatchObject({ status: 'saved', savedAt: 'now' });
  });

  it('bases the next save on the version of the one before', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('b');
    attempt().succeed({ version: 5 });
    await settle();
    expect(saver.state.status).toBe('dirty');
    await elapse();
    expect(attempt()).toMatchObject({ content: 'b', version: 5 });
  });

  it('never has two saves under way', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('b');
    await elapse();
    expect(attempts).toHaveLength(1);
  });

  it('tries again when there was no answer', async () => {
    saver.edit('a');
    await elapse();
    attempt().fail('offline');
    await settle();
    expect(saver.state.status).toBe('failed');
    await elapse();
    expect(attempt().content).toBe('a');
    expect(attempts).toHaveLength(2);
  });

  it('stops at a stale draft and keeps the words', async () => {
    saver.edit('a');
    await elapse();
    attempt().fail('stale-version');
    await settle();
    saver.edit('ab');
    await elapse();
    expect(saver.state.status).toBe('stale');
    expect(attempts).toHaveLength(1);
  });

  it('says that the claim is lost', async () => {
    saver.edit('a');
    await elapse();
    attempt().fail('not-claimed');
    await settle();
    expect(saver.state.status).toBe('lost');
    expect(await saver.flush()).toBe(false);
  });

  it('flushes what is pending before finishing', async () => {
    saver.edit('a');
    const flushed = saver.flush();
    await settle();
    attempt().succeed({ version: 5 });
    expect(await flushed).toBe(true);
    expect(saver.state.status).toBe('saved');
  });

  it('flushes the words typed while a save was under way', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('b');
    const flushed = saver.flush();
    attempt().succeed({ version: 5 });
    await settle();
    await settle();
    expect(attempt()).toMatchObject({ content: 'b', version: 5 });
    attempt().succeed({ version: 6 });
    expect(await flushed).toBe(true);
  });

  it('does not finish when the save is refused', async () => {
    saver.edit('a');
    const flushed = saver.flush();
    await settle();
    attempt().fail('invalid-request');
    expect(await flushed).toBe(false);
  });
});
