export { ItemTable } from './components/item-table';
export { RecognitionPanel } from './components/recognition-panel';
