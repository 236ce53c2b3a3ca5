import { ConfigProvider } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Problem } from '@/components/problem';
import { slugOf } from '@/lib/api/problem';
import type { Completeness, PatientRef } from '@/lib/api/schema';
import type { BoardLink } from '@/lib/board/board-link';
import { counted, isShort } from '@/lib/format/images';
import { antdTheme } from '@/lib/theme/tokens';
import { usePriors, useSeries } from '../api';
import { activate, arrange, beside, type Layout, place, single } from '../board';
import type { StackView } from '../engine/stack-view';
import { link } from '../linked-scroll';
import { useShared } from '../shared/use-shared';
import { Pane, type PaneStudy } from './pane';
import { SeriesStrip } from './series-strip';
import { Toolbar } from './toolbar';
import { useDarkPalette } from './use-dark-palette';
import { useRested } from './use-rested';
import { useViewParts } from './use-view-parts';
import styles from './study-viewer.module.css';

const watched = ['status'] as const;

export interface StudyViewerProps {
  studyInstanceUid: string;
  patient: PatientRef | undefined;
  accessionNumber: string | undefined;
  studyDate: string | undefined;
  /** Where it was acquired. */
  origin: string;
  completeness: Completeness | undefined;
  conflicts: number;
  /** Earlier studies of the person may be shown beside. */
  withPriors: boolean;
  /** The board of a room over which this view is shared. */
  shared?: BoardLink;
  /** Everything on show is in the cache: time to fetch ahead. */
  onIdle?: () => void;
}

/** The dark half of the case: series strip, tools, and up to four panes of this study and earlier ones. */
export function StudyViewer(props: StudyViewerProps) {
  const { t } = useTranslation(['viewer', 'common']);
  const palette = useDarkPalette();
  const { studyInstanceUid: study, completeness, conflicts, patient } = props;
  const [board, setBoard] = useState(() => single(study));
  const [views, setViews] = useState<readonly (StackView | undefined)[]>([]);
  const series = useSeries(study, useRested(completeness?.received ?? 0));
  const priors = usePriors(props.withPriors ? patient?.id : undefined, study).data ?? [];
  const entries = series.data ?? [];
  const noneYet = (series.data && entries.length === 0) || (series.error && slugOf(series.error) === 'not-found');
  const known: PaneStudy[] = [
    { uid: study, patient, accessionNumber: props.accessionNumber, date: props.studyDate, origin: props.origin, arrived: completeness?.received ?? 0, prior: false },
    ...priors.map((each) => ({
      uid: each.studyInstanceUid, patient: each.patient, accessionNumber: each.accessionNumber, date: each.studyDate ?? each.receivedAt,
      origin: each.organization.name, arrived: each.completeness.received, prior: true,
    })),
  ];
  const shown = board.panes.map((pane) => known.find(({ uid }) => uid === pane.study));
  const setView = (index: number, view: StackView | undefined): void => setViews((before) => Object.assign([...before], { [index]: view }));
  const focus = board.panes[board.active];
  const current = focus?.study === study ? (focus.series ?? entries[0]?.uid) : undefined;

  useLinked(views.slice(0, board.panes.length), board.active, board.linked && board.panes.length > 1);
  useIdle(views.slice(0, board.panes.length), props.onIdle);
  useShared(props.shared, board, setBoard, views[board.active], entries[0]?.uid);

  const waiting = useWaiting(views[board.active]);
  const turn = (step: number): void => {
    const at = entries.findIndex(({ uid }) => uid === current);
    const next = entries[at + step];
    if (next) setBoard(place(board, { study, series: next.uid }));
  };
  const lay = (layout: Layout): void => setBoard(arrange(board, layout, entries.map(({ uid }) => ({ study, series: uid }))));
  const compare = (uid?: string): void => {
    const prior = uid ?? priors.find(({ modality }) => modality === entries[0]?.modality)?.studyInstanceUid ?? priors[0]?.studyInstanceUid;
    setBoard(beside(board, study, prior === undefined ? undefined : { study: prior, series: undefined }));
  };
  return (
    <ConfigProvider theme={antdTheme('dark')}>
      <section ref={palette} className={styles.viewer} aria-label={t('viewer:title')}>
        {completeness && isShort(completeness) ? <p className={styles.warning}>{t('viewer:short', { counted: counted(completeness) })}</p> : null}
        {conflicts > 0 ? <p className={styles.warning}>{t('viewer:conflicts', { count: conflicts })}</p> : null}
        <div className={styles.body}>
          {entries.length > 0 ? (
            <SeriesStrip
              study={study}
              entries={entries}
              current={current}
              waiting={waiting}
              priors={priors}
              shown={board.panes.map((pane) => pane.study)}
              onChoose={(uid) => setBoard(place(board, { study, series: uid }))}
              onPrior={(uid) => (board.panes.length > 1 && focus?.study !== study ? setBoard(place(board, { study: uid, series: undefined })) : compare(uid))}
            />
          ) : null}
          <div className={styles.stage}>
            <Toolbar
              view={views[board.active]}
              board={board}
              onLayout={lay}
              onTurn={turn}
              onNextPane={() => setBoard(activate(board, (board.active + 1) % board.panes.length))}
              onLink={() => setBoard({ ...board, linked: !board.linked })}
              onCompare={priors.length > 0 || board.panes.some((pane) => pane.study !== study) ? () => compare() : undefined}
            />
            {noneYet ? <EmptyState title={t('viewer:empty.title')} body={t('viewer:empty.body')} /> : null}
            {series.error && !noneYet ? <Problem title={t('viewer:error')} error={series.error} onRetry={() => void series.refetch()} /> : null}
            {noneYet ? null : (
              <div className={styles.grid} data-layout={board.layout}>
                {board.panes.map((source, index) => {
                  const owner = shown[index];
                  return owner ? (
                    <Pane
                      key={index}
                      study={owner}
                      series={source.series}
                      active={index === board.active}
                      several={board.panes.length > 1}
                      shared={index === board.active ? props.shared : undefined}
                      onActivate={() => setBoard(activate(board, index))}
                      onView={(view) => setView(index, view)}
                    />
                  ) : null;
                })}
              </div>
            )}
          </div>
        </div>
      </section>
    </ConfigProvider>
  );
}

function useLinked(views: readonly (StackView | undefined)[], active: number, linked: boolean): void {
  const leader = useEffectEvent(() => views[active]);
  const names = views.map((view) => view?.name ?? '').join();
  const present = useEffectEvent(() => views.filter((view) => view !== undefined));
  useEffect(() => {
    if (!linked) return;
    return link(present(), () => leader());
  }, [linked, names]);
}

/** Until the first image stands, or after a second if none is on its way. */
function useWaiting(view: StackView | undefined): boolean {
  const status = useViewParts(view, watched)?.status;
  const [waiting, setWaiting] = useState(true);
  if (waiting && (status === 'shown' || status === 'failed')) setWaiting(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaiting(false), 1000);
    return () => clearTimeout(timer);
  }, []);
  return waiting;
}

function useIdle(views: readonly (StackView | undefined)[], onIdle: (() => void) | undefined): void {
  const names = views.map((view) => view?.name ?? '').join();
  const present = useEffectEvent(() => views.filter((view) => view !== undefined));
  const idle = useEffectEvent(() => onIdle?.());
  useEffect(() => {
    const all = present();
    let told = false;
    const check = (): void => {
      if (told || all.length === 0 || all.some((view) => view.get().count === 0 || view.get().loaded < view.get().count)) return;
      told = true;
      idle();
    };
    const ends = all.map((view) => view.subscribe(check));
    check();
    return () => ends.forEach((end) => end());
  }, [names]);
}
