import { beforeEach, describe, expect, it } from 'vitest';
import { AutoSave, type Stored } from './auto-save';
import { OpenDrafts } from './open-drafts';

interface Attempt {
  content: string;
  version: number;
  succeed: (version: number, savedAt?: string) => void;
  fail: (slug: string) => void;
}

let attempts: Attempt[];
let kept: Stored<string> | 'offline';
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
  [attempts, timers] = [[], []];
  kept = { content: '', version: 4 };
  saver = new AutoSave<string>(
    {
      save: (content, version) =>
        new Promise((resolve, reject) =>
          attempts.push({
            content,
            version,
            succeed: (next, savedAt = 'now') => {
              kept = { content, version: next, savedAt };
              resolve(kept);
            },
            fail: (slug) => reject(new Error(slug)),
          }),
        ),
      load: () => (kept === 'offline' ? Promise.reject(new Error('offline')) : Promise.resolve(kept)),
      same: (a, b) => a === b,
      slug: (error) => (error as Error).message,
      later: (run, ms) => {
        const timer = { run, ms, cancelled: false };
        timers.push(timer);
        return () => (timer.cancelled = true);
      },
    },
    { content: '', version: 4 },
  );
});

describe('AutoSave', () => {
  it('saves once after the typing has paused', async () => {
    saver.edit('a');
    saver.edit('ab');
    expect(saver.get().status).toBe('dirty');
    await elapse();
    expect(attempts).toHaveLength(1);
    expect(attempt()).toMatchObject({ content: 'ab', version: 4 });
    attempt().succeed(5);
    await settle();
    expect(saver.get()).toMatchObject({ status: 'saved', savedAt: 'now' });
  });

  it('bases the next save on the version of the one before', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('b');
    attempt().succeed(5);
    await settle();
    expect(saver.get().status).toBe('dirty');
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
    expect(saver.get().status).toBe('failed');
    await elapse();
    expect(attempt().content).toBe('a');
    expect(attempts).toHaveLength(2);
  });

  it('stops at a stale draft and keeps the words', async () => {
    saver.edit('a');
    await elapse();
    kept = { content: 'theirs', version: 5 };
    attempt().fail('stale-version');
    await settle();
    saver.edit('ab');
    await elapse();
    expect(saver.get()).toMatchObject({ status: 'stale', content: 'ab' });
    expect(attempts).toHaveLength(1);
  });

  it('says that the claim is lost', async () => {
    saver.edit('a');
    await elapse();
    attempt().fail('not-claimed');
    await settle();
    expect(saver.get().status).toBe('lost');
    expect(await saver.flush()).toBe(false);
  });

  it('flushes what is pending before finishing', async () => {
    saver.edit('a');
    const flushed = saver.flush();
    await settle();
    attempt().succeed(5);
    expect(await flushed).toBe(true);
    expect(saver.get().status).toBe('saved');
  });

  it('flushes the words typed while a save was under way', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('b');
    const flushed = saver.flush();
    attempt().succeed(5);
    await settle();
    await settle();
    expect(attempt()).toMatchObject({ content: 'b', version: 5 });
    attempt().succeed(6);
    expect(await flushed).toBe(true);
  });

  it('does not finish when the save is refused', async () => {
    saver.edit('a');
    const flushed = saver.flush();
    await settle();
    attempt().fail('invalid-request');
    expect(await flushed).toBe(false);
  });

  it('keeps the words typed between the claim and the draft that comes after it', async () => {
    saver.edit('typed at once');
    saver.offer({ content: '', version: 4 });
    expect(saver.get()).toMatchObject({ status: 'dirty', content: 'typed at once' });
    await elapse();
    expect(attempt()).toMatchObject({ content: 'typed at once', version: 4 });
  });

  it('opens on what somebody else has written before the claim', async () => {
    saver.offer({ content: 'theirs', version: 7, savedAt: 'then' });
    expect(saver.get()).toMatchObject({ status: 'saved', content: 'theirs', savedAt: 'then' });
    saver.edit('theirs and mine');
    await elapse();
    expect(attempt().version).toBe(7);
  });

  it('does not take its own save, seen before the answer, for somebody else', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('ab');
    saver.offer({ content: 'a', version: 5 });
    attempt().succeed(5);
    await settle();
    expect(saver.get()).toMatchObject({ status: 'dirty', content: 'ab' });
    await elapse();
    expect(attempt()).toMatchObject({ content: 'ab', version: 5 });
  });

  it('ignores a draft that is older than its own save', async () => {
    saver.edit('a');
    await elapse();
    attempt().succeed(5);
    await settle();
    saver.offer({ content: '', version: 4 });
    expect(saver.get()).toMatchObject({ status: 'saved', content: 'a' });
  });

  it('goes on where its own save arrived and the answer was lost', async () => {
    saver.edit('a');
    await elapse();
    saver.edit('ab');
    kept = { content: 'a', version: 5, savedAt: 'now' };
    attempt().fail('stale-version');
    await settle();
    expect(saver.get()).toMatchObject({ status: 'dirty', content: 'ab' });
    await elapse();
    expect(attempt()).toMatchObject({ content: 'ab', version: 5 });
  });

  it('goes on where the version moved and the words did not', async () => {
    saver.edit('a');
    await elapse();
    kept = { content: '', version: 6 };
    attempt().fail('stale-version');
    await settle();
    await elapse();
    expect(attempt()).toMatchObject({ content: 'a', version: 6 });
  });

  it('tries again where the other version could not be read', async () => {
    saver.edit('a');
    await elapse();
    kept = 'offline';
    attempt().fail('stale-version');
    await settle();
    expect(saver.get()).toMatchObject({ status: 'failed', content: 'a' });
    await elapse();
    expect(attempts).toHaveLength(2);
  });

  it('keeps the words against those of somebody else until the writer decides', async () => {
    saver.edit('mine');
    saver.offer({ content: 'theirs', version: 6 });
    expect(saver.get()).toMatchObject({ status: 'stale', content: 'mine' });
    saver.keepMine();
    await elapse();
    expect(attempt()).toMatchObject({ content: 'mine', version: 6 });
  });

  it('takes the words of the others when told so', async () => {
    saver.edit('mine');
    kept = { content: 'theirs', version: 6, savedAt: 'now' };
    saver.offer(kept);
    await saver.takeTheirs();
    expect(saver.get()).toMatchObject({ status: 'saved', content: 'theirs' });
    expect(saver.settled).toBe(true);
  });

  it('saves what was kept once the claim is ours again', async () => {
    saver.edit('a');
    await elapse();
    attempt().fail('not-claimed');
    await settle();
    saver.regained();
    await elapse();
    expect(attempt()).toMatchObject({ content: 'a', version: 4 });
    attempt().succeed(5);
    await settle();
    expect(saver.get().status).toBe('saved');
  });
});

describe('OpenDrafts', () => {
  it('gives a page that comes back the words it left unsaved', async () => {
    const drafts = new OpenDrafts<AutoSave<string>>();
    drafts.of('x', () => saver);
    const leave = drafts.enter('x', saver);
    saver.edit('a');
    leave();
    expect(attempt().content).toBe('a');
    attempt().fail('offline');
    await settle();
    const again = drafts.of('x', () => { throw new Error('a second saver'); });
    expect(again.get().content).toBe('a');
  });

  it('forgets a draft once it is left and saved', async () => {
    const drafts = new OpenDrafts<AutoSave<string>>();
    drafts.of('x', () => saver);
    const leave = drafts.enter('x', saver);
    saver.edit('a');
    leave();
    attempt().succeed(5);
    await settle();
    const fresh = new AutoSave<string>({} as never, { content: 'fresh', version: 9 });
    expect(drafts.of('x', () => fresh)).toBe(fresh);
  });
});
