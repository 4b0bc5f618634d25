// Recomputes an entry's fingerprint and, along the path that the page shows, the log's root (RFC 6962 2.1.1). A convenience: the page says so.
const box = document.getElementById('proof-check')
const subtle = globalThis.crypto?.subtle

const bytesOf = hex => Uint8Array.from(hex.trim().match(/../g) ?? [], pair => parseInt(pair, 16))
const hexOf = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

const hash = async (prefix, ...parts) => {
  const whole = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0))
  whole[0] = prefix
  let at = 1
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return new Uint8Array(await subtle.digest('SHA-256', whole))
}

// RFC 9162 2.1.3.2. Sizes are far below 2^53, and BigInt keeps them exact beyond 2^31.
const rootOf = async (leaf, index, size, path) => {
  let node = BigInt(index)
  let last = BigInt(size) - 1n
  let root = leaf
  for (const sibling of path) {
    if (last === 0n) return null
    if (node & 1n || node === last) {
      root = await hash(1, sibling, root)
      while (!(node & 1n) && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else {
      root = await hash(1, root, sibling)
    }
    node >>= 1n
    last >>= 1n
  }
  return last === 0n ? root : null
}

// The second and third lines of the checkpoint, so that what is compared is what was signed and not another part of the page.
const stated = note => {
  const [, size, root] = note.split('\n')
  return { size, root: hexOf(Uint8Array.from(atob(root ?? ''), letter => letter.charCodeAt(0))) }
}

const check = async () => {
  const { index, entry } = box.dataset
  const answer = await fetch(entry, { credentials: 'same-origin' })
  if (!answer.ok) return `The entry could not be fetched (${answer.status}).`
  const leaf = await hash(0, new Uint8Array(await answer.arrayBuffer()))
  if (hexOf(leaf) !== document.getElementById('proof-leaf').textContent.trim()) {
    return 'This does not fit: the entry has another fingerprint than the log. Check it with the command, and tell the operator.'
  }
  const path = [...document.querySelectorAll('#proof-path li')].map(line => bytesOf(line.textContent))
  const signed = stated(document.getElementById('proof-checkpoint').textContent)
  const root = await rootOf(leaf, index, signed.size, path)
  return root !== null && hexOf(root) === signed.root
    ? `It fits: from the entry and the path comes the root ${signed.root} of the checkpoint.`
    : 'This does not fit: the path does not lead from the entry to the checkpoint. Check it with the command, and tell the operator.'
}

// Browsers compute only where nobody can have changed the script on its way.
if (box && subtle) {
  const [button, verdict] = [box.querySelector('button'), document.getElementById('proof-verdict')]
  box.hidden = false
  button.addEventListener('click', async () => {
    button.disabled = true
    verdict.textContent = ''
    let said
    try {
      said = await check()
    } catch {
      said = 'It could not be checked here. Use the command.'
    }
    const line = document.createElement('p')
    line.className = 'govuk-inset-text app-break'
    line.textContent = said
    verdict.append(line)
    button.disabled = false
  })
}
