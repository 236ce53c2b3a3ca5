import { type DicomJson, items, number, text } from '../dicomweb/json';

/** One lead in millivolts; without a calibration in the file the values stay raw and are not measured. */
export interface Lead {
  name: string;
  values: Float32Array;
  calibrated: boolean;
}

export interface Waveform {
  leads: Lead[];
  /** Samples per second of each lead. */
  rate: number;
  filter: { low: number | undefined; high: number | undefined };
}

const tag = {
  channels: '003A0005',
  samples: '003A0010',
  rate: '003A001A',
  channelDefinitions: '003A0200',
  source: '003A0208',
  label: '003A0203',
  sensitivity: '003A0210',
  units: '003A0211',
  correction: '003A0212',
  baseline: '003A0213',
  lowFilter: '003A0220',
  highFilter: '003A0221',
  bits: '54001004',
  interpretation: '54001006',
  meaning: '00080104',
  code: '00080100',
  data: '54001010',
};

/** The longest recording of an object: the rhythm strip, not the averaged beat beside it. */
export function longest(groups: DicomJson[]): DicomJson | undefined {
  const seconds = (group: DicomJson): number => (number(group, tag.samples) ?? 0) / (number(group, tag.rate) ?? 1);
  return groups.reduce<DicomJson | undefined>((best, group) => (!best || seconds(group) > seconds(best) ? group : best), undefined);
}

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
  const definitions = items(group, tag.channelDefinitions);
  const leads = Array.from({ length: channels }, (_, channel) => {
    const definition = definitions[channel] ?? {};
    const scale = scaleOf(definition);
    const values = new Float32Array(samples);
    for (let sample = 0; sample < samples; sample++) {
      values[sample] = (read.at(sample * channels + channel) + (scale?.baseline ?? 0)) * (scale?.perBit ?? 1);
    }
    return { name: leadName(definition, channel), values, calibrated: scale !== undefined };
  });
  const first = definitions[0] ?? {};
  return { leads, rate, filter: { low: number(first, tag.lowFilter), high: number(first, tag.highFilter) } };
}

function scaleOf(definition: DicomJson): { perBit: number; baseline: number } | undefined {
  const sensitivity = number(definition, tag.sensitivity);
  const unit = items(definition, tag.units)[0];
  const toMillivolt = { uV: 0.001, mV: 1, V: 1000 }[(unit && text(unit, tag.code)) ?? ''];
  if (sensitivity === undefined || toMillivolt === undefined) return undefined;
  return { perBit: sensitivity * (number(definition, tag.correction) ?? 1) * toMillivolt, baseline: number(definition, tag.baseline) ?? 0 };
}

function leadName(definition: DicomJson, channel: number): string {
  const source = items(definition, tag.source)[0];
  const meaning = (source && text(source, tag.meaning)) ?? text(definition, tag.label);
  return meaning?.replace(/^lead\s+/i, '').replace(/\s*\(.*\)$/, '') ?? String(channel + 1);
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
  if (bits === 32) return { count: bytes.byteLength >> 2, at: (index) => view.getInt32(index * 4, true) };
  return undefined;
}
