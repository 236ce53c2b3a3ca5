import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { usePatientLine } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { PatientRef } from '@/lib/api/schema';
import type { BoardLink } from '@/lib/board/board-link';
import { minute } from '@/lib/format/moment';
import { type DicomJson, items, tag, text } from '../dicomweb/json';
import { decode } from '../dicomweb/prepare';
import { bulkData } from '../dicomweb/retrieve';
import { plainSheet, useSharedSheet } from '../shared/use-shared-sheet';
import { findingsOf } from '../waveform/annotations';
import { bulkOf, decodeGroup, seconds, type Waveform } from '../waveform/decode';
import { EcgFacts } from './ecg-facts';
import { EcgPaper } from './ecg-paper';
import { EcgPrint } from './ecg-print';
import { EcgRuler } from './ecg-ruler';
import { EcgTools } from './ecg-tools';
import { useEcgView } from './use-ecg-view';
import styles from './ecg-sheet.module.css';

interface EcgSheetProps {
  patient: PatientRef | undefined;
  accessionNumber: string | undefined;
  studyDate: string | undefined;
  origin: string;
  objects: DicomJson[];
  study: string;
  series: string | undefined;
  shared: BoardLink | undefined;
  /** The pane under the hands: keys are for it. */
  active: boolean;
}

/** The waveforms of a series on paper: one recording at a time, the rhythm first. */
export function EcgSheet(props: EcgSheetProps) {
  const { objects, patient, accessionNumber, studyDate, study, series, shared } = props;
  const { t } = useTranslation('viewer');
  const line = usePatientLine()(patient, studyDate);
  const [own, setOwn] = useState(plainSheet);
  const { sheet: view, theirs, change } = useSharedSheet(shared, { study, series }, own, setOwn);
  const object = objects.find((each) => text(each, tag.sopInstance) === view.object) ?? objects.at(-1);
  const recordings = useQuery({
    queryKey: ['waveform', object && text(object, tag.sopInstance)],
    queryFn: ({ signal }) => load(object, signal),
    staleTime: Infinity,
  });
  if (recordings.error) return <Problem title={t('error')} error={recordings.error} onRetry={() => void recordings.refetch()} />;
  if (recordings.isLoading) return <p className={styles.words} role="status">{t('loading')}</p>;
  const all = recordings.data ?? [];
  if (!object || all.length === 0) return <EmptyState title={t('wave.unreadable')} body={t('failed.title')} />;
  const head = (
    <>
      <strong>{line.name} {line.rest}</strong>
      {accessionNumber ? <span>{t('overlay.accession', { number: accessionNumber })}</span> : null}
      <span>{[minute(studyDate), props.origin].filter(Boolean).join(' · ')}</span>
    </>
  );
  return (
    <div className={styles.sheet} data-testid="ecg">
      <header className={styles.head}>{head}</header>
      <Recording {...props} key={text(object, tag.sopInstance)} object={object} recordings={all} view={view} theirs={theirs} change={change} head={head} />
    </div>
  );
}

type RecordingProps = EcgSheetProps & {
  object: DicomJson;
  recordings: Recorded[];
  head: React.ReactNode;
} & Pick<ReturnType<typeof useSharedSheet>, 'theirs' | 'change'> & { view: ReturnType<typeof useSharedSheet>['sheet'] };

function Recording({ objects, object, recordings, view, theirs, change, head, study, shared, active }: RecordingProps) {
  const recorded = recordings[view.group] ?? recordings[0];
  const [ruler, setRuler] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [marked, setMarked] = useState(true);
  const ecg = useEcgView(recorded?.waveform, view);
  const findings = findingsOf(object);
  if (!recorded || !ecg) return null;
  const marks = marked ? findings.marks.filter(({ group }) => group === recorded.number) : [];
  return (
    <>
      <EcgTools
        ecg={ecg}
        view={view}
        change={change}
        active={active}
        groups={recordings.map(({ waveform }) => waveform)}
        objects={objects}
        object={object}
        marked={findings.marks.length > 0 ? marked : undefined}
        onMarked={() => setMarked(!marked)}
        onRuler={() => setRuler(true)}
        onPrint={() => setPrinting(true)}
      />
      <EcgPaper ecg={ecg} view={view} change={change} theirs={theirs} marks={marks} study={study} shared={shared} />
      <EcgFacts waveform={recorded.waveform} findings={findings} object={object} />
      <EcgRuler open={ruler} onClose={() => setRuler(false)} onKept={ecg.trueToScale} />
      {printing ? <EcgPrint ecg={ecg} view={view} head={head} findings={findings} onDone={() => setPrinting(false)} /> : null}
    </>
  );
}

interface Recorded {
  /** Of the multiplex group in the file, from 1. */
  number: number;
  waveform: Waveform;
}

/** Every multiplex group that can be decoded, the longest first: the rhythm before the mean beat. */
async function load(object: DicomJson | undefined, signal: AbortSignal): Promise<Recorded[]> {
  const groups = object ? items(object, tag.waveforms) : [];
  const all = await Promise.all(
    groups.map(async (group, index): Promise<Recorded | undefined> => {
      const { inline, uri } = bulkOf(group);
      const bytes = inline ? decode(inline) : uri ? await bulkData(uri, signal) : undefined;
      const waveform = bytes && decodeGroup(group, bytes);
      return waveform && { number: index + 1, waveform };
    }),
  );
  return all.filter((each) => each !== undefined).sort((a, b) => seconds(b.waveform) - seconds(a.waveform));
}
