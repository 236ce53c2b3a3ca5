export { AskSpecialist } from './calls/ask-specialist';
export { CallMenu } from './calls/call-menu';
export { IncomingCall } from './calls/incoming-call';
export { RoomPage } from './components/room-page';
export { CaseRecordings } from './recording/case-recordings';
export { PatientRecordings } from './recording/patient-recordings';
