export { StudyViewer } from './components/study-viewer';
export { warmStudy } from './warm';
