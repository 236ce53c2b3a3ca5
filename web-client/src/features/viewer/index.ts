export { StudyViewer } from './components/study-viewer';
export { warmStudy, warmViewer } from './warm';
