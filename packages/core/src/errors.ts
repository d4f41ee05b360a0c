export { TallyError } from './kernel/error.ts'
