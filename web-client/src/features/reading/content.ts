import type { ReadingRequest, ReportContent, ReportDraft } from '@/lib/api/schema';

export type Gap = 'findings' | 'conclusion' | 'positive' | 'imageQuality' | 'qualityReason' | 'itemCode';

/** The content of a draft without what belongs to its keeping. */
export function contentOf({ findings, conclusion, positive, imageQuality, itemCode, measurements, qualityReason }: ReportDraft): ReportContent {
  return { findings, conclusion, positive, imageQuality, itemCode, measurements, qualityReason };
}

/** The same words and choices; what is absent equals what is empty. */
export function sameContent(a: ReportContent, b: ReportContent): boolean {
  return comparable(a) === comparable(b);
}

function comparable({ findings, conclusion, positive, imageQuality, itemCode, measurements, qualityReason }: ReportContent): string {
  return JSON.stringify([findings ?? '', conclusion ?? '', positive ?? null, imageQuality ?? '', itemCode ?? '', measurements ?? [], qualityReason ?? '']);
}

export function needsItem(request: Pick<ReadingRequest, 'itemChoices'>): boolean {
  return (request.itemChoices?.length ?? 0) > 1;
}

/** Images graded 丙 or as waste: the clinic is to know why. */
export function needsQualityReason({ imageQuality }: Pick<ReportContent, 'imageQuality'>): boolean {
  return imageQuality === 'C' || imageQuality === 'rejected';
}

export function isMissing(content: ReportContent, gap: Gap): boolean {
  const value = content[gap];
  const absent = value === undefined || (typeof value === 'string' && value.trim() === '');
  return gap === 'qualityReason' ? absent && needsQualityReason(content) : absent;
}

/** What is still missing before the report can go to review. */
export function gaps(content: ReportContent, itemNeeded: boolean): Gap[] {
  const asked: Gap[] = ['findings', 'conclusion', 'positive', 'imageQuality', 'qualityReason', ...(itemNeeded ? (['itemCode'] as const) : [])];
  return asked.filter((gap) => isMissing(content, gap));
}
