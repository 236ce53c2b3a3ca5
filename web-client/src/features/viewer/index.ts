export { StudyViewer, type StudyViewerProps } from './components/study-viewer';
