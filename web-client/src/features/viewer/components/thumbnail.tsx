import { useEffect, useState } from 'react';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import { useSeriesContent } from '../api';
import type { SeriesEntry } from '../dicomweb/series';
import { core, startCornerstone } from '../engine/cornerstone';
import styles from './thumbnail.module.css';

/** The middle image of a series, small; where there is none, its modality as a word. */
export function Thumbnail({ study, entry }: { study: string; entry: SeriesEntry }) {
  const content = useSeriesContent(study, entry.uid, entry.instances).data;
  const [element, setElement] = useState<HTMLCanvasElement | null>(null);
  const [drawn, setDrawn] = useState(false);
  const frame = content?.kind === 'images' ? content.frames[Math.floor(content.frames.length / 2)] : undefined;
  useEffect(() => {
    if (!element || !frame) return;
    startCornerstone();
    const first = frame.imageId.replace(/\d+$/, '1');
    wadors.metaDataManager.add(first, frame.metadata as never);
    core.utilities.loadImageToCanvas({ canvas: element, imageId: frame.imageId, thumbnail: true }).then(
      () => setDrawn(true),
      () => setDrawn(false),
    );
  }, [element, frame]);
  return (
    <span className={styles.box}>
      {drawn ? null : <span className={styles.word}>{entry.modality}</span>}
      <canvas ref={setElement} width={94} height={70} className={drawn ? styles.canvas : styles.hidden} aria-hidden="true" />
    </span>
  );
}
