export { OrderForm } from './components/order-form';
export { OrderList } from './components/order-list';
export { useOrder } from './api';
