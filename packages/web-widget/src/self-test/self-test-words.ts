/** Chinese and English of everything the self-test says; `{}` is filled by the check. */
export const selfTestWords: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  title: ['接入自检', 'Self-test'],
  good: ['正常', 'OK'],
  bad: ['有问题', 'Problem'],
  unsure: ['请留意', 'Note'],

  https: ['安全连接', 'HTTPS'],
  httpsGood: ['页面在安全连接上。', 'The page is on a secure connection.'],
  httpsBad: [
    '页面不是 HTTPS，浏览器不会提供位置和摄像头。请为域名配置证书，用 https:// 打开。',
    'The page is not on HTTPS, so browsers give no position and no camera. Put a certificate on the domain and open it with https://.',
  ],

  domain: ['服务地址', 'Service address'],
  domainGood: ['服务有应答：{}', 'The service answers at {}'],
  domainUnset: [
    '没有写 data-api-base。请在脚本标签上写明服务地址，例如 /tally。',
    'data-api-base is missing. Name the service’s address on the script element, for instance /tally.',
  ],
  domainBad: [
    '{} 没有应答。请检查反向代理；跨域时，服务要用 --allow-origin 写明本页的域名，策略的 connect-src 也要写上服务的地址。',
    '{} does not answer. Check the reverse proxy; on another origin start the service with --allow-origin and this page’s origin, and name the service in the policy’s connect-src.',
  ],
  domainOther: [
    '{} 有应答，但不是本服务的。请检查路径和反向代理。',
    '{} answers, but not as this service. Check the path and the reverse proxy.',
  ],
  domainSick: [
    '服务有应答，但不能工作（{}）。请在服务器上运行 tally doctor。',
    'The service answers and cannot work ({}). Run tally doctor on the server.',
  ],

  session: ['登录会话', 'Session'],
  sessionGood: ['后端给的会话有效。', 'The session from your backend is valid.'],
  sessionUnset: [
    '没有写 data-session-from，未检查会话。请写上后端发放会话的地址。',
    'data-session-from is missing, so the session was not checked. Name the address at which your backend gives sessions.',
  ],
  sessionNone: [
    '后端没有给出会话（{}）。请先登录门户再打开本页；已登录的，请查看后端日志。',
    'The backend gave no session ({}). Sign in to the portal and open this page again; if you are signed in, see the backend’s log.',
  ],
  sessionBad: [
    '服务不接受这个会话（{}）。请确认后端和本页用的是同一个服务，密钥没有作废。',
    'The service does not take this session ({}). Make sure that backend and page use the same service, and that the key was not revoked.',
  ],
  sessionUnchecked: ['服务没有应答，会话未检查。', 'The service does not answer, so the session was not checked.'],

  files: ['组件文件', 'Files'],
  filesGood: ['文件与 sri.json 的签名一致。', 'The files match the hashes in sri.json.'],
  filesBad: [
    '{} 与 sri.json 不一致或取不到。请把同一版本的文件整套重新上传，并清除缓存。',
    '{} differs from sri.json or is missing. Upload all files of one version again, and clear caches.',
  ],
  filesNoList: [
    '脚本旁边没有 sri.json，未核对文件。请一并上传。',
    'There is no sri.json beside the script, so the files were not compared. Upload it too.',
  ],

  policy: ['内容安全策略', 'Content-Security-Policy'],
  policyGood: ['有策略，且没有妨碍组件。', 'There is a policy, and it is not in the way.'],
  policyNone: [
    '没有看到策略。建议按接入文档的 Headers 一节设置响应头。',
    'No policy was seen. Set the headers of the embedding guide’s section “Headers”.',
  ],
  policyBad: ['策略拦住了：{}。请按接入文档放行。', 'The policy blocks: {}. Allow it as the embedding guide says.'],

  camera: ['摄像头', 'Camera'],
  cameraGood: ['浏览器允许使用摄像头；使用时会再问。', 'The browser allows the camera; it asks again when it is used.'],
  cameraNone: [
    '没有可用的摄像头。仍可拍照上传、用扫码枪或手工输入。',
    'No camera is available. A photo, a scanner gun and typing still work.',
  ],
  cameraBad: [
    '响应头禁用了摄像头。请设置 Permissions-Policy: camera=(self)。',
    'A header forbids the camera. Send Permissions-Policy: camera=(self).',
  ],

  crypto: ['加密功能', 'WebCrypto'],
  cryptoGood: ['可用。', 'Available.'],
  cryptoBad: [
    '不可用。请用 HTTPS 打开；仍不行请升级浏览器。',
    'Not available. Open the page on HTTPS; if that does not help, update the browser.',
  ],

  // Not “clock”: the build shortens that name.
  time: ['时钟', 'Clock'],
  timeGood: ['与服务器相差 {} 秒。', 'It differs from the server’s by {} s.'],
  timeBad: [
    '与服务器相差 {} 秒。券码不受影响，但 HTTPS 和登录可能出错：请打开“自动设置时间”。',
    'It differs from the server’s by {} s. Codes are not affected, but HTTPS and sign-in may fail: set the time automatically.',
  ],
  timeUnseen: ['看不到服务器的时间，未检查。', 'The server’s time could not be seen, so it was not checked.'],
}
