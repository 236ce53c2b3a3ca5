import { useTranslation } from 'react-i18next';

type Tree = { [key: string]: string | Tree };

/** Codes with their words, in the order of the catalogue: `study.open` → 查看检查. */
export function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`)));
}

/** The words of audit codes; a code without words is shown as it is. */
export function useAuditWords(kind: 'actions' | 'resources') {
  const { t } = useTranslation('admin');
  const pairs = flatten(t(`audit.${kind}`, { returnObjects: true }));
  const words = new Map(pairs);
  return {
    word: (code: string): string => words.get(code) ?? code,
    options: pairs.map(([value, label]) => ({ value, label })),
  };
}
