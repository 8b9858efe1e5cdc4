// Keeps the board fresh while somebody looks at it and nobody is in the middle of an act. It
// asks as a page that refreshes itself, so it does not keep a session open.
const EVERY = 20000
const board = document.getElementById('day')

async function refresh () {
  if (document.hidden || board.contains(document.activeElement) || board.querySelector('details[open]')) return
  const said = await fetch(board.dataset.refresh, { credentials: 'same-origin' })
  if (said.redirected) return window.location.reload()
  if (!said.ok) return
  const page = new DOMParser().parseFromString(await said.text(), 'text/html')
  const fresh = page.getElementById('day')
  if (!fresh || board.contains(document.activeElement)) return
  board.replaceChildren(...fresh.childNodes)
  document.getElementById('as_of').textContent = page.getElementById('as_of').textContent
}

if (board && !new URLSearchParams(window.location.search).has('auto')) setInterval(() => refresh().catch(() => {}), EVERY)
