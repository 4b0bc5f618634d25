// Copies the locked packages' style sheets and scripts to wwwroot/assets/lib, as they may be used on an agency's own host: without the font
// GDS Transport and the crown, which belong to service.gov.uk.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const from = (...path) => readFileSync(join(project, 'node_modules', ...path), 'utf8')
const target = join(project, 'wwwroot', 'assets', 'lib')
const fonts = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'

const ownFont = css => css
  .replace(/@font-face\{[^}]*GDS Transport[^}]*\}/g, '')
  .replace(/"?GDS Transport"?,\s*arial,\s*sans-serif/gi, fonts)
// Images of parts that these pages do not have.
const withoutImages = css => css.replace(/url\(\/assets\/images\/[^)]*\)/g, 'none')
const withoutMap = text => text.replace(/\n?\/[/*]# sourceMappingURL=\S+(?: ?\*\/)?\s*$/, '\n')

// A page loads the parts it uses and nothing more is to be done: started here, so that no page needs a script of its own to start them.
const started = text => {
  const ended = text.replace(/export\s*\{[^}]*\};?\s*$/, 'initAll();\n')
  if (ended === text) throw new Error('govuk-frontend no longer ends with its exports')
  return ended
}

const files = {
  'govuk.css': withoutMap(withoutImages(ownFont(from('govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.css')))),
  'govuk.js': started(withoutMap(from('govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'))),
  'moj.css': withoutMap(withoutImages(ownFont(from('@ministryofjustice', 'frontend', 'moj', 'moj-frontend.min.css')))),
}

mkdirSync(target, { recursive: true })
for (const [name, text] of Object.entries(files)) {
  if (/GDS Transport|url\(/i.test(text)) throw new Error(`${name} still names a font or an image that is not served here`)
  writeFileSync(join(target, name), text)
}
