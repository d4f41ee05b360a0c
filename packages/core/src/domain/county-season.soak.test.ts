import { seasonTest } from './testing/season.ts'

seasonTest(1)
