/** A short high tone and one buzz for yes, a low one and two for no: heard over a queue, felt in the hand. */
export function signalResult(isGood: boolean): void {
  navigator.vibrate?.(isGood ? 80 : [80, 60, 80])
  const Audio = globalThis.AudioContext
  if (!Audio) return
  try {
    const audio = new Audio()
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    const seconds = isGood ? 0.12 : 0.35
    tone.frequency.value = isGood ? 1320 : 220
    volume.gain.value = 0.15
    tone.connect(volume).connect(audio.destination)
    tone.start()
    tone.stop(audio.currentTime + seconds)
    tone.onended = () => audio.close()
  } catch {
    // A till without a loudspeaker still has its screen.
  }
}
