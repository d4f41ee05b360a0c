/** A picture a person took or chose, as something that can be decoded; undefined when it is no picture. */
export async function openPicture(file: Blob): Promise<ImageBitmap | HTMLImageElement | undefined> {
  try {
    if ('createImageBitmap' in globalThis) return await createImageBitmap(file)
    // Safari before 15. A data: address, because a strict page allows images nothing else.
    const image = new Image()
    image.src = await dataAddress(file)
    await image.decode()
    return image
  } catch {
    return undefined
  }
}

function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = reject
    reader.readAsDataURL(file)
  })
}
