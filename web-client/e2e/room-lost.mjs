// The media server dies in a running consultation: after its time of grace the room goes on from browser to browser, with the same
// two people and the same tracks. HUIZHEN_MEDIA_SERVER: the process id of the stand-in, which is killed.
import { expect, main, shot, signIn, step, until } from './browser.mjs';
import { describe, keepConnections } from './media.mjs';
import { answer, everybodySees, join, openEmergency } from './room-steps.mjs';

await main(async () => {
  const host = await signIn('physician', { script: keepConnections });
  const expert = await signIn('specialist', { script: keepConnections });
  const pages = [host, expert];
  const onPlane = async (plane) => (await Promise.all(pages.map((page) => page.getAttribute('[data-testid=stage]', 'data-plane')))).every((each) => each === plane);
  try {
    await openEmergency(host);
    await join(host);
    await answer(expert);
    expect(await onPlane('kurento'), 'the room begins on the media server');
    await everybodySees(pages, 'through the media server');
    process.kill(Number(process.env.HUIZHEN_MEDIA_SERVER), 'SIGKILL');
    const killed = Date.now();
    await until('whoever looks is told that the connection is being mended', async () => (await host.locator('[data-testid=status]').count()) === 1);
    await shot(host, 'room-media-lost');
    await until('the room goes over to direct connections', async () => onPlane('mesh'), 60_000);
    console.log(`    ${Date.now() - killed} ms after the media server died`);
    await host.locator('[data-testid=notice]', { hasText: '媒体服务器中断' }).waitFor();
    step('and says so');
    await everybodySees(pages, 'from browser to browser');
    console.log(`    pictures again ${Date.now() - killed} ms after the media server died`);
    const tiles = await Promise.all(pages.map((page) => page.locator('[data-testid=tile][data-source=camera]').count()));
    expect(tiles.every((count) => count === 2), 'nobody is there twice');
    await until('all is well again', async () => (await host.locator('[data-testid=status]').count()) === 0);
  } catch (error) {
    for (const page of pages) console.error(`    ${await describe(page).catch(() => 'gone')}`);
    throw error;
  }
});
