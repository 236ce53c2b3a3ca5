import { type DicomJson, items, number, text } from '../dicomweb/json';
import { leadName, standardLeads } from './leads';

/** One lead in millivolts, NaN where nothing was recorded; without a calibration in the file the values stay raw and are not measured. */
export interface Lead {
  name: string;
  values: Float32Array;
  calibrated: boolean;
  /** What the device said of the channel (PS3.3 C.10.9.1.4.3), in its own words: `DISCONNECTED`, `QUESTIONABLE` … */
  status: string[];
  /** Calculated from leads I and II, not recorded. */
  derived: boolean;
}

export interface Waveform {
  /** What the group holds, in the words of the file: `RHYTHM`, `MEDIAN BEAT` … */
  label: string | undefined;
  leads: Lead[];
  /** Samples per second of each lead. */
  rate: number;
  /** What the device let through when it recorded, Hz. */
  filter: { low: number | undefined; high: number | undefined; notch: number | undefined };
}

const tag = {
  channels: '003A0005',
  samples: '003A0010',
  rate: '003A001A',
  label: '003A0020',
  channelDefinitions: '003A0200',
  status: '003A0205',
  sensitivity: '003A0210',
  units: '003A0211',
  correction: '003A0212',
  baseline: '003A0213',
  sampleSkew: '003A0215',
  lowFilter: '003A0220',
  highFilter: '003A0221',
  notch: '003A0222',
  bits: '54001004',
  interpretation: '54001006',
  padding: '5400100A',
  code: '00080100',
  data: '54001010',
};

export const seconds = (waveform: Waveform): number => Math.max(...waveform.leads.map(({ values }) => values.length), 0) / waveform.rate;

/** Where the samples of a multiplex group are: inside the metadata or at an address. */
export function bulkOf(group: DicomJson): { inline?: string; uri?: string } {
  const attribute = group[tag.data];
  return { ...(attribute?.InlineBinary ? { inline: attribute.InlineBinary } : {}), ...(attribute?.BulkDataURI ? { uri: attribute.BulkDataURI } : {}) };
}

/** Decodes one multiplex group (PS3.3 C.10.9): interleaved samples into leads in mV. */
export function decodeGroup(group: DicomJson, bytes: Uint8Array): Waveform | undefined {
  const channels = number(group, tag.channels) ?? 0;
  const rate = number(group, tag.rate) ?? 0;
  const read = readerFor(text(group, tag.interpretation) ?? 'SS', number(group, tag.bits) ?? 16, bytes);
  if (!read || channels < 1 || rate <= 0) return undefined;
  const samples = Math.min(number(group, tag.samples) ?? Infinity, Math.floor(read.count / channels));
  const padding = paddingOf(group, read.at);
  const definitions = items(group, tag.channelDefinitions);
  const leads = Array.from({ length: channels }, (_, channel): Lead => {
    const definition = definitions[channel] ?? {};
    const scale = scaleOf(definition);
    const skew = Math.round(number(definition, tag.sampleSkew) ?? 0);
    const values = new Float32Array(samples).fill(NaN);
    for (let sample = 0; sample < samples; sample++) {
      const raw = read.at(sample * channels + channel);
      // a channel sampled late belongs later
      if (raw !== padding && sample + skew < samples) values[sample + skew] = raw * (scale?.perBit ?? 1) + (scale?.baseline ?? 0);
    }
    return { name: leadName(definition, channel), values, calibrated: scale !== undefined, status: words(definition[tag.status]?.Value), derived: false };
  });
  const first = definitions[0] ?? {};
  const filter = { low: number(first, tag.lowFilter), high: number(first, tag.highFilter), notch: number(first, tag.notch) };
  return { label: text(group, tag.label), leads: completed(leads), rate, filter };
}

const words = (values: unknown[] | undefined): string[] => (values ?? []).filter((each): each is string => typeof each === 'string').map((each) => each.trim());

/** In the order of a printed ECG; limb leads that were not recorded follow from I and II (Einthoven, Goldberger). */
function completed(leads: Lead[]): Lead[] {
  const [one, two] = ['I', 'II'].map((name) => leads.find((lead) => lead.name === name && lead.calibrated));
  const rules: Record<string, (i: number, ii: number) => number> = { III: (i, ii) => ii - i, aVR: (i, ii) => -(i + ii) / 2, aVL: (i, ii) => i - ii / 2, aVF: (i, ii) => ii - i / 2 };
  const chest = leads.some(({ name }) => name.startsWith('V'));
  const derived = one && two && chest ? Object.entries(rules).filter(([name]) => !leads.some((lead) => lead.name === name)) : [];
  const all = [
    ...leads,
    ...derived.map(([name, rule]): Lead => ({ name, values: one ? one.values.map((value, at) => rule(value, two?.values[at] ?? NaN)) : new Float32Array(), calibrated: true, status: [], derived: true })),
  ];
  const place = ({ name }: Lead): number => (standardLeads.indexOf(name as never) + standardLeads.length + 1) % (standardLeads.length + 1);
  return all.some(({ name }) => standardLeads.includes(name as never)) ? all.map((lead, at) => ({ lead, at })).sort((a, b) => order(place(a.lead)) - order(place(b.lead)) || a.at - b.at).map(({ lead }) => lead) : all;
}

/** Channels that are none of the twelve come last. */
const order = (place: number): number => (place === standardLeads.length ? Infinity : place);

function scaleOf(definition: DicomJson): { perBit: number; baseline: number } | undefined {
  const sensitivity = number(definition, tag.sensitivity);
  const unit = items(definition, tag.units)[0];
  const toMillivolt = { uV: 0.001, mV: 1, V: 1000, nV: 0.000001 }[(unit && text(unit, tag.code)) ?? ''];
  if (!sensitivity || toMillivolt === undefined) return undefined;
  // the baseline is told in the unit, not in steps (PS3.3 C.10.9.1.4)
  return { perBit: sensitivity * (number(definition, tag.correction) ?? 1) * toMillivolt, baseline: (number(definition, tag.baseline) ?? 0) * toMillivolt };
}

function paddingOf(group: DicomJson, at: (index: number) => number): number | undefined {
  const attribute = group[tag.padding];
  const direct = number(group, tag.padding);
  if (direct !== undefined) return direct;
  if (!attribute?.InlineBinary) return undefined;
  const bytes = Uint8Array.from(atob(attribute.InlineBinary), (letter) => letter.charCodeAt(0));
  if (bytes.length < 2) return bytes[0];
  const view = new DataView(bytes.buffer);
  // read as the samples are
  return at(0) < 0 || text(group, tag.interpretation) !== 'US' ? view.getInt16(0, true) : view.getUint16(0, true);
}

function readerFor(interpretation: string, bits: number, bytes: Uint8Array): { count: number; at: (index: number) => number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bits === 16) {
    const count = bytes.byteLength >> 1;
    return interpretation === 'US'
      ? { count, at: (index) => view.getUint16(index * 2, true) }
      : { count, at: (index) => view.getInt16(index * 2, true) };
  }
  if (bits === 8 && (interpretation === 'SB' || interpretation === 'UB')) {
    return { count: bytes.byteLength, at: (index) => (interpretation === 'SB' ? view.getInt8(index) : view.getUint8(index)) };
  }
  if (bits === 32) return { count: bytes.byteLength >> 2, at: (index) => (interpretation === 'UL' ? view.getUint32(index * 4, true) : view.getInt32(index * 4, true)) };
  return undefined;
}
