// The page's whole part: where the widget gets its session. The portal's server knows who is signed in.
for (const widget of document.querySelectorAll('tally-wallet, tally-scanner')) {
  widget.configure({
    async getSession() {
      const answer = await fetch(widget.dataset.sessionFrom, { method: 'POST' })
      // The sign-in has ended, perhaps in another tab: the page itself leads back to it.
      if (answer.status === 401) location.reload()
      if (!answer.ok) throw new Error(`No session: ${answer.status}`)
      return (await answer.json()).session
    },
  })
}
