import { type DicomJson, items, text } from '../dicomweb/json';

/** The twelve leads in the order of a printed ECG. */
export const standardLeads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

/** The number of a lead in ISO/IEEE 11073-10101 (`2:1`) and in SCP-ECG (`5.6.3-9-1`), PS3.16 CID 3001. */
const numbered: Record<string, string> = { 1: 'I', 2: 'II', 3: 'V1', 4: 'V2', 5: 'V3', 6: 'V4', 7: 'V5', 8: 'V6', 61: 'III', 62: 'aVR', 63: 'aVL', 64: 'aVF' };
const meaning = '00080104';
const code = '00080100';

/** The lead that a channel records: by its code, else by its words, in the usual spelling. */
export function leadName(definition: DicomJson, channel: number): string {
  const source = items(definition, '003A0208')[0];
  const value = (source && text(source, code)) ?? '';
  const known = /^(?:2:|5\.6\.3-9-)(\d+)$/.exec(value)?.[1];
  if (known && numbered[known]) return numbered[known];
  const words = ((source && text(source, meaning)) ?? text(definition, '003A0203'))?.replace(/^(ecg\s+)?lead\s+/i, '').replace(/\s*\(.*\)$/, '');
  return standardLeads.find((lead) => lead.toLowerCase() === words?.toLowerCase()) ?? words ?? String(channel + 1);
}
