import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import type { BoardLink } from '@/lib/board/board-link';
import { number, tag, text } from '../dicomweb/json';
import type { SeriesContent, SeriesEntry } from '../dicomweb/series';
import { rendersOnCpu } from '../engine/cornerstone';
import { StackView, type ViewState } from '../engine/stack-view';
import { presetsFor } from '../presets';
import { BoardLayer } from '../shared/board-layer';
import { surfaceOf } from '../shared/image-surface';
import { isUndecodable, syntaxName } from '../syntaxes';
import { Overlay } from './overlay';
import { OverlayPlanes } from './overlay-planes';
import type { PaneStudy } from './pane';
import styles from './image-stack.module.css';

interface ImageStackProps {
  study: PaneStudy;
  entry: SeriesEntry;
  content: Extract<SeriesContent, { kind: 'images' }>;
  active: boolean;
  shared: BoardLink | undefined;
  onView: (view: StackView | undefined) => void;
}

/** A stack of images in a pane; what no decoder here can read is said, not fetched. */
export function ImageStack(props: ImageStackProps) {
  const { t } = useTranslation('viewer');
  const [view, setView] = useState<StackView>();
  const tell = useEffectEvent((next: StackView | undefined) => props.onView(next));
  const attach = useCallback((element: HTMLDivElement | null) => {
    if (!element) return undefined;
    const created = new StackView(element);
    setView(created);
    return () => {
      setView(undefined);
      created.destroy();
    };
  }, []);
  useEffect(() => {
    tell(view);
    return () => tell(undefined);
  }, [view]);
  const frame = useRef<HTMLDivElement>(null);
  const surface = useMemo(() => (view ? surfaceOf(view) : undefined), [view]);
  const { frames, frameRate } = props.content;
  const presets = useMemo(() => presetsFor(props.entry.modality, frames[0]?.metadata), [props.entry.modality, frames]);
  const syntax = frames[0] && text(frames[0].metadata, tag.transferSyntax);
  const photometric = frames[0] && text(frames[0].metadata, tag.photometricInterpretation);
  const unreadable = syntax !== undefined && isUndecodable(syntax, photometric);
  useEffect(() => {
    if (view && !unreadable) void view.show(frames, frameRate, presets);
  }, [view, frames, frameRate, presets, unreadable]);
  return (
    <div ref={frame} className={styles.frame}>
      {unreadable ? null : <div ref={attach} className={styles.canvas} onContextMenu={(event) => event.preventDefault()} />}
      {view && !unreadable ? <StackOverlay {...props} view={view} /> : null}
      {surface && props.shared && !unreadable ? <BoardLayer link={props.shared} study={props.study.uid} surface={surface} pane={frame} /> : null}
      {unreadable ? (
        <div className={styles.failed} role="alert">
          <strong>{t('failed.title')}</strong>
          <span>{t('failed.syntax', { syntax: [syntaxName(syntax), photometric?.startsWith('YBR') ? photometric : undefined].filter(Boolean).join(' · ') })}</span>
        </div>
      ) : null}
    </div>
  );
}

export function useView(view: StackView): ViewState {
  return useSyncExternalStore(view.subscribe, view.get);
}

function StackOverlay({ view, content, entry, study, active }: ImageStackProps & { view: StackView }) {
  const { t } = useTranslation('viewer');
  const state = useView(view);
  const frame = content.frames[state.index];
  const syntax = frame ? text(frame.metadata, tag.transferSyntax) : undefined;
  const lossy = frame ? number(frame.metadata, tag.lossy) === 1 : false;
  return (
    <>
      {state.overlays && state.status === 'shown' ? <OverlayPlanes view={view} frame={frame} /> : null}
      <Overlay state={state} entry={entry} study={study} active={active} lossy={lossy} cpu={rendersOnCpu()} />
      {state.status === 'failed' ? (
        <div className={styles.failed} role="alert">
          <strong>{t('failed.title')}</strong>
          <span>{state.failure === 'retrieve' ? t('failed.retrieve') : syntax ? t('failed.body', { syntax: syntaxName(syntax) }) : t('failed.undecodable')}</span>
          {state.failure === 'retrieve' ? <Button className={styles.again} onClick={() => view.again()}>{t('failed.again')}</Button> : null}
        </div>
      ) : null}
      {state.status === 'loading' ? <p className={styles.loading} role="status">{t('loading')}</p> : null}
    </>
  );
}
