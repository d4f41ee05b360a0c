export async function findChromium(): Promise<{ executablePath: string; env: Record<string, string>; args: string[]; version: string }> {
  throw new Error('not yet')
}
