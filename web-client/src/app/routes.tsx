import { createBrowserRouter, Navigate } from 'react-router';
import { SkeletonRows } from '@/components/skeleton-rows';
import { AuditPage, GatewaysPage, OrganizationsPage, QualificationsPage, ReadingSettingsPage, UsersPage } from '@/features/admin';
import { SignInPage } from '@/features/auth';
import { ClinicHome } from '@/features/clinic';
import { CriticalPage } from '@/features/critical';
import { AcknowledgementList, TemplatesPage } from '@/features/reading';
import { WorklistPage } from '@/features/worklist';
import { QualityPage } from '@/features/quality';
import { MatchingPage } from '@/features/patient';
import { landing, useSession } from '@/lib/session/session';
import { Crash } from './crash';
import { Guard } from './guard';
import { Live } from './live';
import { NotFound, Nothing } from './notices';
import { PatientRoute } from './patient-route';
import { RecognitionRoute } from './recognition-route';
import { RegistrationRoute } from './registration-route';
import { ReportRoute } from './report-route';
import { Shell } from './shell';

function Landing() {
  return <Navigate to={landing(useSession())} replace />;
}

export function createRoutes() {
  return createBrowserRouter([
    { path: '/sign-in', element: <SignInPage />, errorElement: <Crash /> },
    {
      element: <Live />,
      hydrateFallbackElement: <SkeletonRows rows={12} />,
      errorElement: <Crash />,
      children: [
        {
          path: '/',
          element: <Shell />,
          errorElement: <Crash />,
          children: [
            { index: true, element: <Landing /> },
            { path: 'worklist', element: <Guard any={['reading.claim', 'reading.list']}><WorklistPage /></Guard> },
            { path: 'cases/:readingRequestId', lazy: async () => ({ Component: (await import('./case-route')).CaseRoute }) },
            { path: 'studies/:studyId', lazy: async () => ({ Component: (await import('./study-route')).StudyRoute }) },
            { path: 'clinic', element: <Guard any={['study.send', 'reading.request', 'report.read']}><ClinicHome notice={<AcknowledgementList />} /></Guard> },
            { path: 'reports/:reportId', element: <Guard any={['report.read']}><ReportRoute /></Guard> },
            { path: 'patients/:patientId', element: <Guard any={['patient.read']}><PatientRoute /></Guard> },
            { path: 'matching', element: <Guard any={['study.match', 'study.confirm']}><MatchingPage /></Guard> },
            { path: 'registration', element: <Guard any={['order.write']}><RegistrationRoute /></Guard> },
            { path: 'critical-findings', element: <Guard any={['critical.read']}><CriticalPage /></Guard> },
            { path: 'recognition', element: <Guard any={['recognition.read']}><RecognitionRoute /></Guard> },
            { path: 'quality', element: <Guard any={['reading.list']}><QualityPage /></Guard> },
            { path: 'templates', element: <Guard any={['reading.write']}><TemplatesPage /></Guard> },
            { path: 'admin/reading', element: <Guard any={['organization.administer']}><ReadingSettingsPage /></Guard> },
            { path: 'admin/qualifications', element: <Guard any={['recognition.administer']}><QualificationsPage /></Guard> },
            { path: 'admin/organizations', element: <Guard any={['organization.administer']}><OrganizationsPage /></Guard> },
            { path: 'admin/users', element: <Guard any={['user.administer']}><UsersPage /></Guard> },
            { path: 'admin/gateways', element: <Guard any={['gateway.administer']}><GatewaysPage /></Guard> },
            { path: 'admin/audit', element: <Guard any={['audit.read']}><AuditPage /></Guard> },
            { path: 'nothing', element: <Nothing /> },
            { path: '*', element: <NotFound /> },
          ],
        },
        { path: '/rooms/:roomId', errorElement: <Crash />, lazy: async () => ({ Component: (await import('./room-route')).RoomRoute }) },
      ],
    },
  ]);
}
