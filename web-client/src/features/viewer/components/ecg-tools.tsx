import { ColumnWidthOutlined, LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Checkbox, Segmented, Select, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { type DicomJson, number, tag, text } from '../dicomweb/json';
import type { SheetView } from '../shared/use-shared-sheet';
import type { Caliper } from '../waveform/caliper';
import { seconds, type Waveform } from '../waveform/decode';
import { type Band, bands } from '../waveform/filter';
import { layoutNames } from '../waveform/layout';
import { EcgFilters } from './ecg-filters';
import type { EcgView } from './use-ecg-view';
import styles from './ecg-sheet.module.css';

interface EcgToolsProps {
  ecg: EcgView;
  view: SheetView;
  change: (part: Partial<SheetView>) => void;
  active: boolean;
  /** The recordings of the object. */
  groups: Waveform[];
  objects: DicomJson[];
  object: DicomJson;
  /** Whether the device's marks are drawn; undefined where there are none. */
  marked: boolean | undefined;
  onMarked: () => void;
  onRuler: () => void;
  onPrint: () => void;
}

const speeds = [25, 50];
const gains = [5, 10, 20];
const bandNames = Object.keys(bands) as Band[];

/** Speed, gain, layout, filters and scale of the sheet, each with its key. */
export function EcgTools(props: EcgToolsProps) {
  const { t } = useTranslation('viewer');
  const { ecg, view, change, objects, object, groups } = props;
  const { speed, gain, layout, band, notch } = view;
  const turn = (step: number): void => change({ start: Math.max(0, Math.min(ecg.last, ecg.start + step)) });
  useEcgKeys(props, turn);
  const rhythm = (groups[view.group] ?? groups[0])?.leads.length ?? 0;
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('wave.bar')}>
      {objects.length > 1 ? (
        <Select
          size="small"
          aria-label={t('wave.object')}
          popupMatchSelectWidth={false}
          value={text(object, tag.sopInstance)}
          options={objects.map((each, index) => ({ value: text(each, tag.sopInstance), label: t('wave.objectNumber', { number: number(each, tag.instanceNumber) ?? index + 1 }) }))}
          onChange={(next: string) => change({ object: next, group: 0, start: 0, calipers: [] })}
        />
      ) : null}
      {groups.length > 1 ? (
        <Segmented
          size="small"
          value={groups[view.group] ? view.group : 0}
          onChange={(group: number) => change({ group, start: 0, calipers: [] })}
          options={groups.map((group, value) => ({ value, label: seconds(group) < 2 ? t('wave.beat') : t('wave.rhythm', { seconds: seconds(group).toFixed(0) }) }))}
        />
      ) : null}
      {rhythm > 6 ? <Segmented size="small" value={layout} onChange={(next: SheetView['layout']) => change({ layout: next })} options={layoutNames.map((value) => ({ value, label: t(`wave.layout.${value}`) }))} /> : null}
      <Segmented size="small" value={speed} onChange={(next: number) => change({ speed: next })} options={speeds.map((value) => ({ value, label: t('wave.speedValue', { value }) }))} />
      <Segmented size="small" value={gain} onChange={(next: number) => change({ gain: next })} options={gains.map((value) => ({ value, label: t('wave.gainValue', { value }) }))} />
      <Select size="small" aria-label={t('wave.band.label')} popupMatchSelectWidth={false} value={band} options={bandNames.map((value) => ({ value, label: t(`wave.band.${value}`) }))} onChange={(next: Band) => change({ band: next })} />
      <Checkbox checked={notch} onChange={(event) => change({ notch: event.target.checked })}>{t('wave.notch')}</Checkbox>
      <Segmented size="small" value={ecg.mode} onChange={ecg.setMode} options={[{ value: 'fit' as const, label: t('wave.fit') }, { value: 'true' as const, label: t('wave.trueScale') }]} />
      {ecg.mode === 'true' && !ecg.measured ? <strong className={styles.warning}>{t('wave.unmeasured')}</strong> : null}
      <Tooltip title={t('ruler.title')}><Button size="small" type="text" icon={<ColumnWidthOutlined />} aria-label={t('ruler.title')} onClick={props.onRuler} /></Tooltip>
      <Tooltip title={t('wave.print')}><Button size="small" type="text" icon={<PrinterOutlined />} aria-label={t('wave.print')} onClick={props.onPrint} /></Tooltip>
      {props.marked === undefined ? null : <Checkbox checked={props.marked} onChange={props.onMarked}>{t('wave.marks')}</Checkbox>}
      {ecg.last > 0 ? (
        <span>
          <Button size="small" type="text" icon={<LeftOutlined />} aria-label={t('wave.earlier')} disabled={ecg.start <= 0} onClick={() => turn(-1)} />
          {t('wave.from', { start: ecg.start.toFixed(1) })}
          <Button size="small" type="text" icon={<RightOutlined />} aria-label={t('wave.later')} disabled={ecg.start >= ecg.last} onClick={() => turn(1)} />
        </span>
      ) : null}
      <EcgFilters waveform={ecg.waveform} view={view} />
    </div>
  );
}

const next = <Value,>(all: readonly Value[], now: Value): Value => all[(all.indexOf(now) + 1) % all.length] ?? now;

function useEcgKeys({ ecg, view, change, active, onMarked, onPrint }: EcgToolsProps, turn: (step: number) => void): void {
  const last = view.calipers.at(-1);
  const put = (caliper: Caliper): void => change({ calipers: [...view.calipers.slice(0, -1), caliper] });
  const side = (event: KeyboardEvent, step: number): void => {
    if (!last) {
      turn(step);
      return;
    }
    // a sample or so; with Shift ten times as far
    const by = step * (event.shiftKey ? 40 : 4);
    put({ ...last, to: { ...last.to, ms: Math.max(0, last.to.ms + by) } });
  };
  const lift = (event: KeyboardEvent, step: number): void => {
    if (last) put({ ...last, to: { ...last.to, mV: Math.round((last.to.mV + step * (event.shiftKey ? 0.1 : 0.01)) * 100) / 100 } });
  };
  const placeOne = (): void => {
    const place = ecg.sheet.places.find(({ lead }) => lead.name === 'II' && lead.calibrated) ?? ecg.sheet.places.find(({ lead }) => lead.calibrated);
    if (!place) return;
    const ms = Math.round((ecg.start + place.from + place.seconds / 3) * 1000);
    const from = { lead: place.lead.name, ms, mV: 0 };
    change({ calipers: [...view.calipers, { from, to: { ...from, ms: ms + Math.round(Math.min(1, place.seconds / 3) * 1000) } }] });
  };
  useShortcuts(
    {
      l: () => change({ layout: next(layoutNames, view.layout) }),
      s: () => change({ speed: next(speeds, view.speed) }),
      g: () => change({ gain: next(gains, view.gain) }),
      f: () => change({ band: next(bandNames, view.band) }),
      h: () => change({ notch: !view.notch }),
      z: () => ecg.setMode(ecg.mode === 'fit' ? 'true' : 'fit'),
      c: placeOne,
      m: onMarked,
      p: onPrint,
      ArrowLeft: (event) => side(event, -1),
      ArrowRight: (event) => side(event, 1),
      ArrowUp: (event) => lift(event, 1),
      ArrowDown: (event) => lift(event, -1),
      Delete: () => change({ calipers: view.calipers.slice(0, -1) }),
      Backspace: () => change({ calipers: view.calipers.slice(0, -1) }),
      Escape: () => change({ calipers: [] }),
    },
    active,
  );
}
