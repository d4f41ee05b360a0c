import { say } from '../../web/html.ts'

export const portal = {
  title: say('高县惠民服务（示例）', 'Gao County services (example)'),
  plainTitle: '高县惠民服务（示例）',
}
