// Runs before the first paint, so that a dark page never flashes white. src/sidebar/theme.ts keeps the choice.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('parley:theme')
  } catch {
    // Storage is blocked: the system decides.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.querySelector('meta[name="theme-color"]').content = dark ? '#1a1917' : '#fbfaf7'
})()
