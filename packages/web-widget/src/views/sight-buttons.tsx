import { Button } from './button.tsx'
import { ScanIcon } from './icons.tsx'
import { PictureButton } from './picture-button.tsx'
import type { ScannerProps } from './scanner-props.ts'

/** For counters without a gun: WeChat's scanner inside it, elsewhere the camera; and a picture. */
export function SightButtons({ scanner, words }: Pick<ScannerProps, 'scanner' | 'words'>) {
  const { scanByWechat, look } = scanner
  return (
    <>
      <Button kind="secondary" onPress={scanByWechat ?? look}>
        <ScanIcon />
        {words.t(scanByWechat ? 'wechatScan' : 'camera')}
      </Button>
      <PictureButton label={words.t('scanPhoto')} onPicture={scanner.readPicture} />
    </>
  )
}
