import type { ImageQuality, ReportContent, ReportReview } from '@/lib/api/schema';

export interface ReviewFields {
  comment?: string;
  incompleteReason?: string;
  confirmReason?: string;
  findings?: string;
  conclusion?: string;
  outcome?: 'positive' | 'negative';
  imageQuality?: ImageQuality;
}

/**
 * What goes to the server: the reviewer's text only where they correct it, and the rules that they confirm.
 *
 * @param written the writer's content while it is being corrected
 */
export function reviewOf(decision: ReportReview['decision'], fields: ReviewFields, written: ReportContent | undefined, confirm: readonly string[]): ReportReview {
  const { comment, incompleteReason, confirmReason, findings, conclusion, outcome, imageQuality } = fields;
  const corrected: ReportContent | undefined = written && {
    ...written,
    ...(findings === undefined ? {} : { findings }),
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(outcome === undefined ? {} : { positive: outcome === 'positive' }),
    ...(imageQuality === undefined ? {} : { imageQuality }),
  };
  return {
    decision,
    ...(comment ? { comment } : {}),
    ...(incompleteReason ? { incompleteReason } : {}),
    ...(corrected ? { content: corrected } : {}),
    ...(decision === 'approve' && confirm.length > 0 ? { confirm: [...confirm], confirmReason: confirmReason ?? '' } : {}),
  };
}
