/**
 * Prints a few lines and nothing of the page around: in a frame of their own, made of elements and text, which a strict
 * page allows. Browsers that cannot print do nothing; the lines are on the screen as well.
 */
export function printLines(lines: readonly string[]): void {
  const frame = document.createElement('iframe')
  frame.hidden = true
  document.body.appendChild(frame)
  const { contentWindow: inside } = frame
  if (!inside) return
  for (const line of lines) {
    const paragraph = inside.document.createElement('p')
    paragraph.textContent = line
    paragraph.style.fontSize = '24px'
    inside.document.body.appendChild(paragraph)
  }
  inside.onafterprint = () => frame.remove()
  inside.print()
}
