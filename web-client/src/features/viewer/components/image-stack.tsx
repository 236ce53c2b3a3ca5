import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { number, tag, text } from '../dicomweb/json';
import type { SeriesContent, SeriesEntry } from '../dicomweb/series';
import { rendersOnCpu } from '../engine/cornerstone';
import { StackView, type ViewState } from '../engine/stack-view';
import { presetsFor } from '../presets';
import { Overlay } from './overlay';
import type { StudyViewerProps } from './study-viewer';
import { Toolbar } from './toolbar';
import styles from './image-stack.module.css';

interface ImageStackProps extends StudyViewerProps {
  entry: SeriesEntry;
  content: Extract<SeriesContent, { kind: 'images' }>;
}

export function ImageStack(props: ImageStackProps) {
  const [view, setView] = useState<StackView>();
  const attach = useCallback((element: HTMLDivElement | null) => {
    if (!element) return undefined;
    const created = new StackView(element);
    setView(created);
    return () => {
      setView(undefined);
      created.destroy();
    };
  }, []);
  return (
    <>
      {view ? <StackControls {...props} view={view} /> : null}
      <div className={styles.frame}>
        <div ref={attach} className={styles.canvas} onContextMenu={(event) => event.preventDefault()} />
        {view ? <StackOverlay {...props} view={view} /> : null}
      </div>
    </>
  );
}

function useView(view: StackView): ViewState {
  return useSyncExternalStore(view.subscribe, view.get);
}

function StackControls({ view, content, entry }: ImageStackProps & { view: StackView }) {
  const state = useView(view);
  const { frames, frameRate } = content;
  useEffect(() => void view.show(frames, frameRate), [view, frames, frameRate]);
  const presets = presetsFor(entry.modality);
  const apply = (index: number): void => {
    const preset = presets[index];
    if (!preset) return;
    if (preset.width !== undefined && preset.center !== undefined) view.window(preset.width, preset.center);
    else view.resetWindow(preset.name === 'full');
  };
  useShortcuts({
    ArrowDown: () => view.scroll(1),
    ArrowUp: () => view.scroll(-1),
    PageDown: () => view.scroll(10),
    PageUp: () => view.scroll(-10),
    Home: () => view.go(0),
    End: () => view.go(state.count - 1),
    w: () => view.use('window'),
    z: () => view.use('zoom'),
    p: () => view.use('pan'),
    l: () => view.use('length'),
    s: () => view.use('scroll'),
    r: () => view.reset(),
    i: () => view.invert(),
    t: () => view.rotate(),
    f: () => view.flip(),
    space: () => (state.playing ? view.stop() : view.play(frameRate ?? 10)),
    ...Object.fromEntries(presets.map((_, index) => [String(index + 1), () => apply(index)])),
  });
  return <Toolbar view={view} state={state} presets={presets} onPreset={apply} frameRate={frameRate ?? 10} />;
}

function StackOverlay({ view, content, entry, patient, accessionNumber, studyDate }: ImageStackProps & { view: StackView }) {
  const { t } = useTranslation('viewer');
  const state = useView(view);
  const frame = content.frames[state.index];
  const syntax = frame ? text(frame.metadata, tag.transferSyntax) : undefined;
  const lossy = frame ? number(frame.metadata, tag.lossy) === 1 : false;
  return (
    <>
      <Overlay state={state} entry={entry} patient={patient} accessionNumber={accessionNumber} studyDate={studyDate} lossy={lossy} cpu={rendersOnCpu()} />
      {state.status === 'failed' ? (
        <div className={styles.failed} role="alert">
          <strong>{t('failed.title')}</strong>
          <span>{state.failure === 'retrieve' ? t('failed.retrieve') : syntax ? t('failed.body', { syntax }) : t('failed.undecodable')}</span>
          {state.failure === 'retrieve' ? <Button className={styles.again} onClick={() => view.again()}>{t('failed.again')}</Button> : null}
        </div>
      ) : null}
      {state.status === 'loading' ? <p className={styles.loading} role="status">{t('loading')}</p> : null}
    </>
  );
}
