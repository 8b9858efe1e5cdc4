// Passkeys: the one thing of the console that needs a script. Each form with `data-passkey`
// asks the device and sends the answer as an ordinary form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const keys = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }))

async function make (options) {
  const asked = options.publicKey
  const made = await navigator.credentials.create({
    publicKey: { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: keys(asked.excludeCredentials) }
  })
  return answer(made, { attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() || [] })
}

async function show (options) {
  const asked = options.publicKey
  const shown = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: keys(asked.allowCredentials) }
  })
  const { authenticatorData, signature, userHandle } = shown.response
  return answer(shown, { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle ? text(userHandle) : null })
}

function answer (credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response }
  }
}

async function options (form) {
  const here = form.querySelector('script[type="application/json"]')
  if (here) return JSON.parse(here.textContent)
  const said = await fetch(form.action, { headers: { Accept: 'application/json' } })
  if (!said.ok) throw new Error(String(said.status))
  return said.json()
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue
  const adds = form.dataset.passkey === 'add'
  if (form.dataset.passkey === 'second' && !JSON.parse(form.querySelector('script').textContent).request_options?.publicKey.allowCredentials?.length) continue
  form.hidden = false
  form.querySelector('[data-ready]')?.removeAttribute('hidden')
  form.querySelector('[data-missing]')?.setAttribute('hidden', '')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const failed = form.querySelector('[data-failed]')
    failed.hidden = true
    try {
      const asked = await options(form)
      const credential = adds ? await make(asked.creation_options) : await show(asked.request_options)
      form.elements.credential.value = JSON.stringify(credential)
      form.submit()
    } catch {
      failed.hidden = false
    }
  })
}
