/** Codes of SCP-ECG, ISO/IEEE 11073-10101 (MDC) and LOINC that devices send, by the word that stands for them here. */
const measured: [RegExp, MeasurementWord][] = [
  [/^(5\.10\.2\.1-3|2:16168|MDC_ECG_TIME_PD_RR.*)$/, 'rr'],
  [/^(5\.10\.2\.1-5|MDC_ECG_TIME_PD_PP.*)$/, 'pp'],
  [/^(5\.13\.5-7|2:15872|2:16184|MDC_ECG_TIME_PD_PR.*)$/, 'pr'],
  [/^(5\.13\.5-9|2:16156|2:15956|MDC_ECG_TIME_PD_QRS)$/, 'qrs'],
  [/^(5\.13\.5-11|2:16160|MDC_ECG_TIME_PD_QT)$/, 'qt'],
  [/^(5\.13\.5-13|5\.10\.2\.5-5|2:16164|MDC_ECG_TIME_PD_QTc.*)$/, 'qtc'],
  [/^(8867-4|2:16016|2:16770|5\.10\.2\.1-?1|MDC_ECG_HEART_RATE)$/, 'rate'],
  [/^(5\.10\.3-11|2:16128|MDC_ECG_ANGLE_P_FRONT)$/, 'pAxis'],
  [/^(5\.10\.3-13|2:16132|MDC_ECG_ANGLE_QRS_FRONT)$/, 'qrsAxis'],
  [/^(5\.10\.3-15|2:16136|MDC_ECG_ANGLE_T_FRONT)$/, 'tAxis'],
];
const spelled: [RegExp, MeasurementWord][] = [
  [/^rr interval$/i, 'rr'], [/^pp interval$/i, 'pp'], [/^pr interval$/i, 'pr'], [/^qrs duration$/i, 'qrs'], [/^qt interval$/i, 'qt'],
  [/^qtc( interval)?$/i, 'qtc'], [/heart rate|ventricular rate/i, 'rate'], [/^p axis$/i, 'pAxis'], [/^qrs axis$/i, 'qrsAxis'], [/^t axis$/i, 'tAxis'],
];
export type MeasurementWord = 'rr' | 'pp' | 'pr' | 'qrs' | 'qt' | 'qtc' | 'rate' | 'pAxis' | 'qrsAxis' | 'tAxis';

/** What a measurement is, by its words where they say it, else by its code; undefined where neither is known. */
export function measurementKey(code: string, name: string): MeasurementWord | undefined {
  return (spelled.find(([pattern]) => pattern.test(name.trim())) ?? (name ? undefined : measured.find(([pattern]) => pattern.test(code))))?.[1];
}

export type ConceptWord = 'placement' | 'phase' | 'device';

/** How it was recorded: electrode placement (PS3.16 CID 3263), phase, kind of device. */
export function conceptKey(code: string, name: string): ConceptWord | undefined {
  if (code === '5.4.5-33-1' || /electrode placement/i.test(name)) return 'placement';
  if (code === '109057' || /procedure phase/i.test(name)) return 'phase';
  return /device type/i.test(name) ? 'device' : undefined;
}

const placements = { 1: 'standard', 2: 'masonLikar', 3: 'masonLikarPad', 4: 'singlePad', 5: 'xyz', 6: 'derived' } as const;
export type PlacementWord = (typeof placements)[keyof typeof placements];

export function placementKey(code: string): PlacementWord | undefined {
  const last = /^5\.4\.5-33-1-(\d)$/.exec(code)?.[1];
  return last ? placements[Number(last) as keyof typeof placements] : undefined;
}
