// ECGs of known amplitude and rate: rectangular pulses in every lead.
import { dicomFile } from './dicom-file.mjs';

const [rate, seconds] = [500, 10];
const leads = { I: '2:1', II: '2:2', III: '2:61', aVR: '2:62', aVL: '2:63', aVF: '2:64', V1: '2:3', V2: '2:4', V3: '2:5', V4: '2:6', V5: '2:7', V6: '2:8' };
const coded = (code, scheme, meaning) => ({ '00080100': ['SH', code], '00080102': ['SH', scheme], '00080104': ['LO', meaning] });

/** Pulses of `mV`, `width` ms long, every `every` ms, the first after `after` ms; V3 is off, V4 flat where `broken`. */
export function group({ names = Object.keys(leads), samples = rate * seconds, label = 'RHYTHM', mV = 1, every = 1000, width = 100, after = 300, broken = false }) {
  const bytes = Buffer.alloc(samples * names.length * 2);
  for (let sample = 0; sample < samples; sample++) {
    const since = (sample / rate) * 1000 - after;
    const up = since >= 0 && since % every < width;
    names.forEach((name, channel) => {
      const value = broken && name === 'V3' ? -32768 : broken && name === 'V4' ? 0 : up ? Math.round((mV * 1000) / 5 / 1.25) : 0;
      bytes.writeInt16LE(value, (sample * names.length + channel) * 2);
    });
  }
  return {
    '003a0004': ['CS', 'ORIGINAL'], '003a0005': ['US', names.length], '003a0010': ['UL', samples], '003a001a': ['DS', String(rate)], '003a0020': ['SH', label],
    '003a0200': ['SQ', names.map((name) => ({
      '003a0208': ['SQ', coded(leads[name], 'MDC', `Lead ${name}`)], '003a0210': ['DS', '5'], '003a0211': ['SQ', coded('uV', 'UCUM', 'microvolt')], '003a0212': ['DS', '1.25'],
      '003a0213': ['DS', '0'], '003a0215': ['DS', '0'], '003a021a': ['US', 16], '003a0220': ['DS', '0.05'], '003a0221': ['DS', '150'],
      ...(broken && name === 'V5' ? { '003a0205': ['CS', 'QUESTIONABLE'] } : {}),
    }))],
    '54001004': ['US', 16], '54001006': ['CS', 'SS'], '5400100a': ['OW', Buffer.from([0, 128])], '54001010': ['OW', bytes],
  };
}

export function ecg(name, groups) {
  return dicomFile({
    sopClass: '1.2.840.10008.5.1.4.1.1.9.1.1', modality: 'ECG', patient: { id: `ECG-${name}`, name: `Xin^Dian=心^${name}` },
    elements: {
      '0008002a': ['DT', '20261101101500'], '00080070': ['LO', 'SYNTHETIC'], '00081090': ['LO', 'Pulse generator'],
      '00400555': ['SQ', [{ '0040a040': ['CS', 'CODE'], '0040a043': ['SQ', coded('5.4.5-33-1', 'SCPECG', 'Electrode Placement')], '0040a168': ['SQ', coded('5.4.5-33-1-2', 'SCPECG', 'placement 2')] }]],
      '0040b020': ['SQ', [
        { '0040a0b0': ['US', [1, 0]], '0040a180': ['US', 0], '00700006': ['ST', 'Pulses, no heart'] },
        { '0040a0b0': ['US', [1, 0]], '0040a180': ['US', 1], '0040a043': ['SQ', coded('5.13.5-9', 'SCPECG', 'QRS Duration')], '0040a30a': ['DS', '100'], '004008ea': ['SQ', coded('ms', 'UCUM', 'ms')] },
        { '0040a0b0': ['US', [2, 0]], '0040a180': ['US', 2], '0040a043': ['SQ', coded('5.10.3-3', 'SCPECG', 'QRS onset')], '0040a132': ['UL', [151]] },
      ]],
      '54000100': ['SQ', groups],
    },
  });
}
