import type { PatientRef, ReadingRequest, ReportContent, ReportTemplate } from '@/lib/api/schema';

const most = 30;

/** The templates to offer: of the modality, never of the other sex; what fits the examination and the typed code first. */
export function offered(
  templates: readonly ReportTemplate[],
  request: Pick<ReadingRequest, 'modality'> & { study: { bodyPart?: string }; patient?: Pick<PatientRef, 'sex'> },
  query: string,
): ReportTemplate[] {
  const sex = request.patient?.sex;
  const words = query.trim().toLowerCase();
  const fits = (each: ReportTemplate): boolean =>
    (each.modality === undefined || each.modality === request.modality) &&
    (each.sex === undefined || (sex !== 'male' && sex !== 'female') || each.sex === sex) &&
    (words === '' || (each.code ?? '').toLowerCase().includes(words) || (each.title ?? '').toLowerCase().includes(words));
  const distance = (each: ReportTemplate): number => {
    const code = (each.code ?? '').toLowerCase();
    const typed = words === '' ? 0 : code === words ? 0 : code.startsWith(words) ? 1 : 2;
    const part = each.bodyPart === undefined ? 1 : each.bodyPart === request.study.bodyPart ? 0 : 2;
    return typed * 10 + part;
  };
  return templates
    .filter(fits)
    .map((template, index) => ({ template, index, away: distance(template) }))
    .sort((a, b) => a.away - b.away || a.index - b.index)
    .slice(0, most)
    .map(({ template }) => template);
}

export type Field = 'findings' | 'conclusion';

export interface Insertion {
  change: Partial<ReportContent>;
  /** Where the inserted words begin in the field under the hands. */
  from: number;
  /** Where they end. */
  to: number;
}

/**
 * A template in place of the slash that called it. Called in the findings it also fills a conclusion that is empty and an
 * outcome that is open; called in the conclusion it leaves the findings alone.
 */
export function insert(content: ReportContent, field: Field, span: { start: number; end: number }, template: ReportTemplate): Insertion {
  const text = content[field] ?? '';
  const [findings, conclusion] = [template.findings?.trim() ?? '', template.conclusion?.trim() ?? ''];
  const words = field === 'findings' ? findings || conclusion : conclusion || findings;
  const change: Partial<ReportContent> = { [field]: text.slice(0, span.start) + words + text.slice(span.end) };
  const rest = text.slice(0, span.start).trim() + text.slice(span.end).trim();
  if (field === 'findings' && findings && conclusion && !content.conclusion?.trim()) change.conclusion = conclusion;
  if (content.positive === undefined && template.positive !== undefined && rest === '') change.positive = template.positive;
  return { change, from: span.start, to: span.start + words.length };
}
