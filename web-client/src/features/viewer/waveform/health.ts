import type { Lead, Waveform } from './decode';
import { standardLeads } from './leads';

export type LeadTrouble = 'missing' | 'off' | 'flat' | 'gaps' | 'questionable' | 'invalid' | 'test' | 'uncalibrated' | 'unzeroed' | 'derived';

const said: Record<string, LeadTrouble> = {
  DISCONNECTED: 'off', QUESTIONABLE: 'questionable', INVALID: 'invalid', 'TEST DATA': 'test', UNCALIBRATED: 'uncalibrated', UNZEROED: 'unzeroed',
};
/** Less than this from lowest to highest in the whole recording is no heart. */
const flatBelow = 0.01;

/** What is wrong with which leads: as the device says, and as the samples show. A 12-lead ECG names those that are not there. */
export function troubles(waveform: Waveform): Map<LeadTrouble, string[]> {
  const found = new Map<LeadTrouble, string[]>();
  const add = (trouble: LeadTrouble, name: string): void => void found.set(trouble, [...(found.get(trouble) ?? []), name]);
  for (const lead of waveform.leads) for (const trouble of troublesOf(lead)) add(trouble, lead.name);
  const names = waveform.leads.map(({ name }) => name);
  if (names.some((name) => standardLeads.includes(name as never))) for (const name of standardLeads) if (!names.includes(name)) add('missing', name);
  return found;
}

function troublesOf(lead: Lead): LeadTrouble[] {
  const all = new Set(lead.status.map((status) => said[status]).filter((each) => each !== undefined));
  if (!lead.calibrated) all.add('uncalibrated');
  if (lead.derived) all.add('derived');
  const { least, most, gaps } = range(lead.values);
  if (gaps === lead.values.length) all.add('off');
  else if (gaps > 0) all.add('gaps');
  if (gaps < lead.values.length && (lead.calibrated ? most - least < flatBelow : most === least) && !all.has('off')) all.add('flat');
  return [...all];
}

export function range(values: Float32Array): { least: number; most: number; gaps: number } {
  let [least, most, gaps] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (Number.isNaN(value)) gaps += 1;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most, gaps };
}
