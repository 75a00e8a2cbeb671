export { armFaults, faultPoint } from './fault-point.js';
