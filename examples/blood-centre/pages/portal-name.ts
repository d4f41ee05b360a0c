import { say } from '../../web/html.ts'

export const portal = {
  title: say('市中心血站（示例）', 'City blood centre (example)'),
  plainTitle: '市中心血站（示例）',
}
