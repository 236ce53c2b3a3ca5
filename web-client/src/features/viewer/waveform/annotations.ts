import { type DicomJson, items, numbers, text } from '../dicomweb/json';

/** What the device found (PS3.3 C.10.10). */
export interface Findings {
  statements: string[];
  measurements: { code: string; name: string; value: string; unit: string }[];
  /** Points on the traces: in which multiplex group (from 1), at which sample (from 0) or millisecond. */
  marks: { group: number; sample: number | undefined; ms: number | undefined; label: string }[];
  /** How it was recorded: concept and what was said of it, each with its code where it has one. */
  context: { name: string; nameCode: string; value: string; valueCode: string }[];
}

const code = '00080100';
const meaning = '00080104';

export function findingsOf(object: DicomJson): Findings {
  const findings: Findings = { statements: [], measurements: [], marks: [], context: [] };
  for (const item of items(object, '0040B020')) {
    const [concept] = items(item, '0040A043');
    const [coded] = items(item, '0040A168');
    const words = text(item, '00700006')?.trim() ?? (coded && text(coded, meaning));
    const name = (concept && text(concept, meaning)) ?? '';
    const [unit] = items(item, '004008EA');
    const value = text(item, '0040A30A')?.trim();
    const samples = numbers(item, '0040A132');
    const offsets = numbers(item, '0040A138');
    const group = numbers(item, '0040A0B0')[0] ?? 1;
    if (samples.length > 0 || offsets.length > 0) {
      const label = name || words || '';
      // sample positions count from 1 (PS3.3 C.10.10.1.2)
      for (const sample of samples) findings.marks.push({ group, sample: sample - 1, ms: undefined, label });
      for (const ms of offsets) findings.marks.push({ group, sample: undefined, ms, label });
    } else if (value !== undefined) {
      findings.measurements.push({ code: (concept && text(concept, code)) ?? '', name, value, unit: unitOf(unit) });
    } else if (words && name) {
      findings.measurements.push({ code: (concept && text(concept, code)) ?? '', name, value: words, unit: '' });
    } else if (words) {
      findings.statements.push(words);
    }
  }
  findings.context = items(object, '00400555').flatMap((item) => {
    const [concept] = items(item, '0040A043');
    const [coded] = items(item, '0040A168');
    const value = (coded && text(coded, meaning)) ?? text(item, '0040A160') ?? text(item, '0040A30A');
    if (!concept || !value) return [];
    return [{ name: text(concept, meaning) ?? '', nameCode: text(concept, code) ?? '', value, valueCode: (coded && text(coded, code)) ?? '' }];
  });
  return findings;
}

function unitOf(unit: DicomJson | undefined): string {
  const written = (unit && text(unit, code)) ?? '';
  if (written === '1' || written === '{NONE}') return '';
  return written.replace(/^\{[^}]*\}\/min$|^\/min$/, '/min').replace(/^deg$/, '°').replace(/^uV$/, 'µV');
}
