import './app/zod.ts'
import { createRoot } from 'react-dom/client'
import { browserBridge } from './app/bridge-browser.ts'
import { electronBridge, type ParasolPreload } from './app/bridge-electron.ts'
import { Connection } from './app/connection.ts'
import { Root } from './app/root.tsx'
import './ui/tokens.css'
import './ui/base.css'
import './ui/above.css'
import './ui/button.css'
import './ui/field.css'
import './ui/more.css'
import './ui/notice.css'
import './ui/pick.css'
import './ui/row.css'
import './ui/said.css'
import './app/frame.css'

declare global {
  interface Window {
    parasol?: ParasolPreload
  }
}

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')

const connection = new Connection(window.parasol === undefined ? browserBridge() : electronBridge(window.parasol))
void connection.open()

createRoot(root).render(<Root connection={connection} />)
