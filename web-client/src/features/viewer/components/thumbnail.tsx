import { useEffect, useState } from 'react';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import { useSeriesContent } from '../api';
import { number, tag } from '../dicomweb/json';
import { lowIsBright, type SeriesEntry } from '../dicomweb/series';
import { core, rendersOnCpu, startCornerstone } from '../engine/cornerstone';
import styles from './thumbnail.module.css';

function fit(from: HTMLCanvasElement, to: HTMLCanvasElement, inverted: boolean): boolean {
  const scale = Math.min(to.width / from.width, to.height / from.height);
  const [width, height] = [from.width * scale, from.height * scale];
  const paper = to.getContext('2d');
  if (!paper) return false;
  paper.filter = inverted ? 'invert(1)' : 'none';
  paper.drawImage(from, (to.width - width) / 2, (to.height - height) / 2, width, height);
  return true;
}

/** The middle image of a series, small; where there is none, its modality as a word. While `waiting` the images on show come first. */
export function Thumbnail({ study, entry, waiting }: { study: string; entry: SeriesEntry; waiting: boolean }) {
  const content = useSeriesContent(study, waiting ? undefined : entry.uid, entry.instances).data;
  const [element, setElement] = useState<HTMLCanvasElement | null>(null);
  const [drawn, setDrawn] = useState(false);
  const frame = content?.kind === 'images' ? content.frames[Math.floor(content.frames.length / 2)] : undefined;
  useEffect(() => {
    if (!element || !frame || waiting) return;
    startCornerstone();
    const first = frame.imageId.replace(/\d+$/, '1');
    wadors.metaDataManager.add(first, frame.metadata as never);
    // WebGL draws low values dark whatever they mean, the CPU does not; drawn at its own size first: the loader's canvas is filled from the corner, not fitted
    const whole = document.createElement('canvas');
    whole.width = number(frame.metadata, tag.columns) ?? 1;
    whole.height = number(frame.metadata, tag.rows) ?? 1;
    core.utilities.loadImageToCanvas({ canvas: whole, imageId: frame.imageId, thumbnail: true }).then(
      () => setDrawn(fit(whole, element, lowIsBright(frame) && !rendersOnCpu())),
      () => setDrawn(false),
    );
  }, [element, frame, waiting]);
  return (
    <span className={styles.box}>
      {drawn ? null : <span className={styles.word}>{entry.modality}</span>}
      <canvas ref={setElement} width={188} height={140} className={drawn ? styles.canvas : styles.hidden} aria-hidden="true" />
    </span>
  );
}
