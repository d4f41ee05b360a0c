export function canSpeak(): boolean {
  return 'speechSynthesis' in globalThis
}

/** Says a sentence aloud, once; a second press begins it anew. */
export function speak(sentence: string, language: string): void {
  const utterance = new SpeechSynthesisUtterance(sentence)
  utterance.lang = language
  speechSynthesis.cancel()
  speechSynthesis.speak(utterance)
}
