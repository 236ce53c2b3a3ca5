import { Input } from 'antd';
import { type KeyboardEvent, type SyntheticEvent, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ReadingRequest, ReportContent, ReportTemplate } from '@/lib/api/schema';
import { useTemplates } from '../templates/api';
import { type Field, insert, offered } from '../templates/choose';
import { alternatives, nextGap, previousGap, slashAt, type Span } from '../templates/gaps';
import styles from './template-area.module.css';

interface TemplateAreaProps {
  field: Field;
  request: ReadingRequest;
  content: ReportContent;
  locked: boolean;
  className: string | undefined;
  error: boolean;
  onEdit: (change: Partial<ReportContent>) => void;
}

const idOf = (field: Field): string => `report-${field}`;

function areaOf(field: Field): HTMLTextAreaElement | undefined {
  const element = document.getElementById(idOf(field));
  return element instanceof HTMLTextAreaElement ? element : undefined;
}

function select(area: HTMLTextAreaElement, { start, end }: Span): void {
  area.focus();
  area.setSelectionRange(start, end);
}

/** Words of a report. `/` lists the templates, Tab goes from gap to gap, a digit takes one of the gap's alternatives. */
export function TemplateArea({ field, request, content, locked, className, error, onEdit }: TemplateAreaProps) {
  const { t } = useTranslation('templates');
  const list = useId();
  const [slash, setSlash] = useState<{ start: number; query: string }>();
  const [cursor, setCursor] = useState(0);
  const [options, setOptions] = useState<string[]>([]);
  const templates = useTemplates(request.modality);
  const found = slash ? offered(templates.data?.items ?? [], request, slash.query) : [];
  const text = content[field] ?? '';
  const open = slash !== undefined && !locked;

  const watch = (area: HTMLTextAreaElement): void => {
    const at = area.selectionStart === area.selectionEnd ? slashAt(area.value, area.selectionStart) : undefined;
    if (at?.start !== slash?.start || at?.query !== slash?.query) {
      setSlash(at);
      setCursor(0);
    }
    setOptions(alternatives(area.value.slice(area.selectionStart, area.selectionEnd)));
  };
  const take = (template: ReportTemplate): void => {
    const area = areaOf(field);
    if (!area || !slash) return;
    const { change, from, to } = insert(content, field, { start: slash.start, end: area.selectionStart }, template);
    flushSync(() => {
      onEdit(change);
      setSlash(undefined);
    });
    const gap = nextGap(area.value, from);
    if (gap && gap.end <= to) {
      goTo(area, gap);
      return;
    }
    const conclusion = areaOf('conclusion');
    const there = conclusion && change.conclusion !== undefined && nextGap(conclusion.value, 0);
    if (conclusion && there) goTo(conclusion, there);
    else select(area, { start: to, end: to });
  };
  const goTo = (area: HTMLTextAreaElement, gap: Span): void => {
    select(area, gap);
    setOptions(area.id === idOf(field) ? alternatives(area.value.slice(gap.start, gap.end)) : []);
  };
  /** To the next gap: in this field, else in the conclusion; false where none is left. */
  const onward = (area: HTMLTextAreaElement): boolean => {
    const here = nextGap(area.value, area.selectionEnd);
    if (here) {
      goTo(area, here);
      return true;
    }
    const other = field === 'findings' ? areaOf('conclusion') : undefined;
    const there = other && nextGap(other.value, 0);
    if (!other || !there) return false;
    goTo(other, there);
    return true;
  };
  const back = (area: HTMLTextAreaElement): boolean => {
    const gap = previousGap(area.value, area.selectionStart);
    if (gap) goTo(area, gap);
    return gap !== undefined;
  };
  const fill = (area: HTMLTextAreaElement, words: string): void => {
    const { selectionStart: start, selectionEnd: end } = area;
    flushSync(() => onEdit({ [field]: text.slice(0, start) + words + text.slice(end) }));
    select(area, { start: start + words.length, end: start + words.length });
    if (!onward(area)) setOptions([]);
  };
  const handled = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const area = event.currentTarget;
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || locked) return false;
    if (open && found.length > 0) {
      const chosen = found[Math.min(cursor, found.length - 1)];
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        setCursor((cursor + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
        return true;
      }
      if ((event.key === 'Enter' || event.key === 'Tab') && chosen) {
        take(chosen);
        return true;
      }
    }
    if (open && event.key === 'Escape') {
      setSlash(undefined);
      return true;
    }
    if (event.key === 'Escape') {
      area.blur();
      return true;
    }
    if (event.key === 'Tab') return event.shiftKey ? back(area) : onward(area);
    const picked = /^[1-9]$/.test(event.key) ? alternatives(area.value.slice(area.selectionStart, area.selectionEnd))[Number(event.key) - 1] : undefined;
    if (picked === undefined) return false;
    fill(area, picked);
    return true;
  };
  return (
    <div className={styles.area}>
      <Input.TextArea
        id={idOf(field)}
        className={className}
        value={text}
        readOnly={locked}
        maxLength={20000}
        status={error ? 'error' : ''}
        placeholder={locked ? '' : t('hint')}
        aria-controls={open ? list : undefined}
        aria-activedescendant={open && found.length > 0 ? `${list}-${Math.min(cursor, found.length - 1)}` : undefined}
        onChange={(event) => {
          onEdit({ [field]: event.target.value });
          watch(event.target);
        }}
        onSelect={(event: SyntheticEvent<HTMLTextAreaElement>) => watch(event.currentTarget)}
        onBlur={() => {
          setSlash(undefined);
          setOptions([]);
        }}
        onKeyDown={(event) => {
          if (!handled(event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {open ? (
        <ul id={list} className={styles.list} role="listbox" aria-label={t('list')}>
          {found.map((template, index) => (
            <li
              key={template.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === cursor}
              className={index === cursor ? `${styles.option} ${styles.current}` : styles.option}
              onMouseDown={(event) => {
                event.preventDefault();
                take(template);
              }}
              ref={(element) => {
                if (index === cursor) element?.scrollIntoView({ block: 'nearest' });
              }}
            >
              <kbd>{template.code ?? ''}</kbd> <span>{template.title}</span> {template.scope === 'catalog' ? null : <em>{t(`scope.${template.scope}`)}</em>}
            </li>
          ))}
          {found.length === 0 ? <li className={styles.option} role="option" aria-selected={false} aria-disabled="true">{t(templates.isLoading ? 'loading' : 'none')}</li> : null}
        </ul>
      ) : null}
      {!open && options.length > 0 ? <p className={styles.options} role="status">{options.map((word, index) => <span key={word}><kbd>{index + 1}</kbd> {word}</span>)}</p> : null}
    </div>
  );
}
