/** Why a PDF is not shown or copied: it is none, it asks for a password, or it is more than this computer should take on. */
export class PdfFault extends Error {
  readonly why: 'broken' | 'locked' | 'long'

  constructor(why: PdfFault['why'], options?: ErrorOptions) {
    super(`the PDF is ${why}`, options)
    this.name = 'PdfFault'
    this.why = why
  }
}
