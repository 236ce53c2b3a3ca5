import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { decode } from '../dicomweb/prepare';
import { embedded, type OverlayPlane, overlaysOf, packed, planeFrame } from '../dicomweb/overlays';
import { bulkData } from '../dicomweb/retrieve';
import type { Frame } from '../dicomweb/series';
import type { StackView } from '../engine/stack-view';
import { overlaySwitch } from '../overlay-switch';
import styles from './overlay-planes.module.css';

/** The overlay planes of the image on show, moving with it. */
export function OverlayPlanes({ view, frame }: { view: StackView; frame: Frame | undefined }) {
  const shown = useSyncExternalStore(overlaySwitch.subscribe, overlaySwitch.get);
  if (!shown || !frame) return null;
  return overlaysOf(frame.metadata).map((plane) => <Plane key={`${frame.imageId} ${plane.group}`} view={view} frame={frame} plane={plane} />);
}

function Plane({ view, frame, plane }: { view: StackView; frame: Frame; plane: OverlayPlane }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const index = planeFrame(plane, frame.frame);
  const bits = useQuery({
    queryKey: ['overlay', frame.imageId, plane.group],
    queryFn: ({ signal }) => fetchBits(plane, frame, index ?? 0, signal),
    enabled: index !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  const { rows, columns } = plane;
  const [row, column] = plane.origin;
  useEffect(() => {
    if (canvas.current && bits.data) paint(canvas.current, bits.data, columns, rows);
  }, [bits.data, columns, rows]);
  useEffect(() => {
    const settle = (): void => {
      const element = canvas.current;
      const grid = view.grid();
      if (!element || !grid) return;
      const [a, b, c, d, e, f] = grid;
      // a pixel's number names its middle
      const [x, y] = [column - 1.5, row - 1.5];
      element.style.transform = `matrix(${a}, ${b}, ${c}, ${d}, ${a * x + c * y + e}, ${b * x + d * y + f})`;
    };
    settle();
    return view.watch(settle);
  }, [view, row, column, bits.data]);
  return index === undefined ? null : <canvas ref={canvas} width={columns} height={rows} className={styles.plane} data-testid="overlay-plane" data-painted={bits.data !== undefined} aria-label={plane.label} />;
}

async function fetchBits(plane: OverlayPlane, frame: Frame, index: number, signal: AbortSignal): Promise<Uint8Array> {
  const { source } = plane;
  if (source.kind === 'pixels') return embedded(await bulkData(frame.imageId.replace(/^wadors:/, ''), signal), plane, source.bit);
  const bytes = source.inline !== undefined ? decode(source.inline) : source.uri !== undefined ? await bulkData(source.uri, signal) : new Uint8Array();
  return packed(bytes, plane, index);
}

function paint(canvas: HTMLCanvasElement, bits: Uint8Array, columns: number, rows: number): void {
  const paper = canvas.getContext('2d');
  if (!paper) return;
  const image = paper.createImageData(columns, rows);
  const colour = new Uint32Array(image.data.buffer);
  // amber, as bytes R G B A
  const amber = new Uint32Array(new Uint8Array([255, 221, 87, 255]).buffer)[0] ?? 0;
  bits.forEach((bit, at) => {
    if (bit) colour[at] = amber;
  });
  paper.putImageData(image, 0, 0);
}
