export { ItemTable } from './components/item-table';
export { RecognitionChoice } from './components/recognition-choice';
export { RecognitionPanel } from './components/recognition-panel';
