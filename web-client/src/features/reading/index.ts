export { listed, useReadingRequest, useReport } from './api';
export { AcknowledgeNotice } from './components/acknowledge-notice';
export { AcknowledgementList } from './components/acknowledgement-list';
export { ReportPanel } from './components/report-panel';
export { SignedReport } from './components/signed-report';
export { TemplatesPage } from './components/templates-page';
