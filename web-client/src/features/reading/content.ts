import type { ReadingRequest, ReportContent, ReportDraft } from '@/lib/api/schema';

export type Gap = 'findings' | 'conclusion' | 'positive' | 'imageQuality' | 'itemCode';

/** The content of a draft without what belongs to its keeping. */
export function contentOf({ findings, conclusion, positive, imageQuality, itemCode, measurements }: ReportDraft): ReportContent {
  return { findings, conclusion, positive, imageQuality, itemCode, measurements };
}

/** The same words and choices; what is absent equals what is empty. */
export function sameContent(a: ReportContent, b: ReportContent): boolean {
  return comparable(a) === comparable(b);
}

function comparable({ findings, conclusion, positive, imageQuality, itemCode, measurements }: ReportContent): string {
  return JSON.stringify([findings ?? '', conclusion ?? '', positive ?? null, imageQuality ?? '', itemCode ?? '', measurements ?? []]);
}

export function needsItem(request: Pick<ReadingRequest, 'itemChoices'>): boolean {
  return (request.itemChoices?.length ?? 0) > 1;
}

/** What is still missing before the report can go to review. */
export function gaps(content: ReportContent, itemNeeded: boolean): Gap[] {
  const missing: Gap[] = [];
  if (!content.findings?.trim()) missing.push('findings');
  if (!content.conclusion?.trim()) missing.push('conclusion');
  if (content.positive === undefined) missing.push('positive');
  if (!content.imageQuality) missing.push('imageQuality');
  if (itemNeeded && !content.itemCode) missing.push('itemCode');
  return missing;
}
