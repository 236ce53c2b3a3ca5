export { useReadingRequest, useReport } from './api';
export { ReportPanel } from './components/report-panel';
export { SignedReport } from './components/signed-report';
