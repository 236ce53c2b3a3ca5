import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { WorkingYear } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { inRanges, readDays } from '../days';

/** Holidays and moved workdays of a year: what the catalog says from memory, until the administrator confirms it. */
export function WorkingYearPanel() {
  const { t } = useTranslation('admin');
  const now = new Date().getFullYear();
  const [year, setYear] = useState(now);
  const found = useQuery({ queryKey: keys.workingYear(year), queryFn: ({ signal }) => call('getWorkingYear', { path: { year }, signal }) });
  return (
    <>
      <Segmented aria-label={t('reading.calendar')} value={year} options={[now - 1, now, now + 1]} onChange={setYear} style={{ marginBottom: 12 }} />
      {found.error ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <YearForm key={`${year} ${found.data.version}`} year={found.data} /> : null}
    </>
  );
}

function YearForm({ year }: { year: WorkingYear }) {
  const { t } = useTranslation(['admin', 'common']);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (body: { holidays: string[]; workdays: string[] }) => call('confirmWorkingYear', { path: { year: year.year }, version: year.version, body }),
    onSuccess: () => {
      void message.success(t('admin:reading.saved'));
      return queries.invalidateQueries({ queryKey: keys.workingYear(year.year) });
    },
  });
  const rule = { validator: (_: unknown, value?: string) => (readDays(value ?? '', year.year) ? Promise.resolve() : Promise.reject(new Error(t('admin:reading.daysUnreadable')))) };
  return (
    <>
      {year.confirmedAt ? (
        <Alert type="success" showIcon title={t('admin:reading.confirmed', { by: year.confirmedBy ?? '', at: minute(year.confirmedAt) })} />
      ) : (
        <Alert type="warning" showIcon title={t('admin:reading.unconfirmed', { year: year.year })} />
      )}
      <p>{t('admin:reading.hours', { hours: year.hours.join('、') })}</p>
      <Form<{ holidays: string; workdays: string }>
        layout="vertical"
        initialValues={{ holidays: inRanges(year.holidays), workdays: inRanges(year.workdays) }}
        onFinish={({ holidays, workdays }) => save.mutate({ holidays: readDays(holidays, year.year) ?? [], workdays: readDays(workdays, year.year) ?? [] })}
      >
        <Form.Item name="holidays" label={t('admin:reading.holidays')} extra={t('admin:reading.daysHint')} rules={[rule]}><Input.TextArea rows={lines(inRanges(year.holidays), 4)} /></Form.Item>
        <Form.Item name="workdays" label={t('admin:reading.workdays')} rules={[rule]}><Input.TextArea rows={lines(inRanges(year.workdays), 2)} /></Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('admin:reading.confirm')}</Button>
        {save.error ? <Problem error={save.error} /> : null}
      </Form>
    </>
  );
}

/** As many rows as there are lines, within reason. */
const lines = (text: string, least: number): number => Math.min(12, Math.max(least, text.split('\n').length));
