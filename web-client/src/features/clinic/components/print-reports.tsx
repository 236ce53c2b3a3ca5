import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/session/session';

/** As many as the server prints into one document. */
const most = 50;

/** All reports of a list in one document, for the printer. */
export function PrintReports({ reports }: { reports: string[] }) {
  const { t } = useTranslation('clinic');
  const { may } = useSession();
  if (!may('report.read') || reports.length === 0) return null;
  const printed = reports.slice(0, most);
  return (
    <Button
      size="small"
      icon={<PrinterOutlined />}
      href={`/api/v1/reports.pdf?ids=${printed.join(',')}`}
      target="_blank"
      title={printed.length < reports.length ? t('results.printFirst', { count: most }) : undefined}
    >
      {t('results.print', { count: printed.length })}
    </Button>
  );
}
