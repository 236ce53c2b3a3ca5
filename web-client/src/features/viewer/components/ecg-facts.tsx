import { useTranslation } from 'react-i18next';
import { type DicomJson, text } from '../dicomweb/json';
import type { Findings } from '../waveform/annotations';
import type { Waveform } from '../waveform/decode';
import { conceptKey, measurementKey, placementKey } from '../waveform/words';
import styles from './ecg-facts.module.css';

interface EcgFactsProps {
  waveform: Waveform;
  findings: Findings;
  object: DicomJson;
}

const most = 24;

/** What the device measured and said, and what it is; nothing of it is the reader's. */
export function EcgFacts({ waveform, findings, object }: EcgFactsProps) {
  const { t } = useTranslation('viewer');
  const device = [text(object, '00080070'), text(object, '00081090')].filter(Boolean).join(' ');
  const rows: [string, string][] = [
    ...findings.measurements.slice(0, most).map(({ code, name, value, unit }): [string, string] => {
      const known = measurementKey(code, name);
      return [known ? t(`wave.measurement.${known}`) : name, [value, unit].filter(Boolean).join(' ')];
    }),
    ...findings.context.map(({ name, nameCode, value, valueCode }): [string, string] => {
      const [concept, placement] = [conceptKey(nameCode, name), placementKey(valueCode)];
      return [concept ? t(`wave.concept.${concept}`) : name, placement ? t(`wave.placement.${placement}`) : value];
    }),
    [t('wave.sampling'), t('wave.samplingValue', { rate: waveform.rate })],
    ...(device ? [[t('wave.device'), device] as [string, string]] : []),
  ];
  return (
    <section className={styles.facts} aria-label={t('wave.facts')} data-testid="ecg-facts">
      {findings.statements.length > 0 ? <p className={styles.statements}><strong>{t('wave.statements')}</strong> {findings.statements.join(t('wave.semicolon'))}</p> : null}
      <dl className={styles.list}>
        {rows.map(([name, value], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
