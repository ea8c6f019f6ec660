import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Problem } from './problem.ts'

/** What happened, what is safe or not, and what to do next: for every code that the engine may answer with. */
export function sentenceOf({ code, data }: Problem): MessageDescriptor {
  switch (code) {
    case 'WRONG_PASSPHRASE':
      return msg`This is not the passphrase. Nothing has changed. Check that Caps Lock is off and type it again.`
    case 'WRONG_RECOVERY_WORDS':
      return msg`These 24 words belong to another log. Nothing has changed. Check that you have the right paper, then type them again.`
    case 'WORDS_MISTYPED':
      return msg`One of the words has a spelling slip, or they are not in order. Nothing has changed. Compare them with your paper, word by word.`
    case 'WORDS_NOT_CONFIRMED':
      return msg`At least one word is not the one we asked for. Your words have not changed. Look at your paper and type them again.`
    case 'PASSPHRASE_TOO_WEAK':
      return msg`This passphrase is too easy to guess, so it was not set. Use the six words that we offer, or make it longer.`
    case 'VAULT_EXISTS':
      return msg`There is a log on this computer already, and it is safe. Close Parasol and open it again to unlock that log.`
    case 'VAULT_MISSING':
      return msg`There is no log on this computer yet. Nothing is lost. Close Parasol and open it again to start one.`
    case 'VAULT_DAMAGED':
      return msg`The file that opens your log is damaged, and so is its second copy. Your entries are still on the disk, but locked. Do not delete anything. Ask someone you trust with computers for help.`
    case 'VAULT_LOCKED':
      return msg`Parasol has locked itself. Everything you saved is safe. Unlock it with your passphrase.`
    case 'PROFILE_FOREIGN':
      return msg`The folder chosen for Parasol belongs to another program. Nothing in it was touched. Start Parasol with an empty folder.`
    case 'PROFILE_BUSY':
      return msg`Parasol is open in another window with this same log. Nothing is lost. Go on in that window, or close it and try again here.`
    case 'PROFILE_READ_ONLY':
      return msg`This computer does not let Parasol write to its folder, so nothing new can be saved. What was saved is safe. Make the folder writable, then start Parasol again.`
    case 'DISK_FULL':
      return msg`The disk is full, so this was not saved. What you wrote is still on this screen. Free some space on the disk, then try again.`
    case 'TEXT_TOO_LONG':
      return data?.limit === undefined
        ? msg`A text is too long, so it was not saved. What you wrote is still here. Make it shorter, then save again.`
        : msg`A text is longer than ${i18n.number(data.limit)} characters, so it was not saved. What you wrote is still here. Make it shorter, or put the rest in a second incident.`
    case 'BAD_DATE':
      return msg`This date is not in any calendar, or it is too far away. What you wrote is still here. Check the day, the month and the year.`
    case 'BAD_INPUT':
      if (data?.field === 'fields' || data?.field === 'versions')
        return msg`There is no room for more here, so it was not saved. What you wrote is still here. Write the rest in a new one.`
      return msg`Something typed here cannot be used as it is. What you wrote is still here. Check each field and try again.`
    case 'RECORD_NOT_FOUND':
      return msg`This incident is not here any more: it was erased. The rest of the log is safe. Go back to the log.`
    case 'RECORD_CHANGED':
      return msg`Someone changed this incident while you were writing. Your words are still here. Open the incident again, look at the change, then save yours.`
    case 'CONSENT_MISSING':
      return msg`Somebody who was harmed has not agreed that this leaves, so it did not. It is safe here. Ask them, write down what they say on their page, then try again.`
    case 'CONSENT_HOLDS':
      return msg`This still holds, so it was not erased. Press “They take it back…” first: then what others have because of it is taken back too.`
    case 'CONSENT_EARLIER':
      return msg`Without this answer an earlier one of theirs would hold again, so it was not erased. Take the earlier one back first, then erase this one.`
    case 'NAME_IN_WORDS':
      return msg`Nothing has left: its words may name somebody who is not to be named there. It is still here. Read it word by word, then try again.`
    case 'ALREADY_SHARED':
      return msg`This coalition has this incident already. Nothing was sent again. Amend the incident to change what they read.`
    case 'NOT_ALLOWED':
      return msg`Your organisation cannot do this here. Nothing has changed. Ask who wrote it, or who founded the coalition.`
    case 'COURIER_NO_FOLDER':
      return msg`This folder is not there. Nothing has changed. Put the drive in, wait until the computer shows it, and choose it again.`
    case 'COURIER_BUSY':
      return msg`Parasol is busy with a courier drive already, maybe in another window. Nothing has changed. Wait until that is done, then try again.`
    case 'LOG_BEHIND':
      return msg`This was not saved yet: this computer was restored from a backup, and Parasol is just moving on to a new log. What you wrote is still here. Wait a moment, then save again.`
    case 'NOT_ARRIVED':
      return msg`This was not saved yet: this computer is new here and still waits to hear from the others who belongs. What you wrote is still here. Leave it switched on together with one of the others, then save again.`
    case 'ALERT_OVER':
      return msg`This alert is over: the organisation that raised it has said so. Your answer was not sent. There is nothing left to do.`
    case 'DRAFT_NOT_FOUND':
      return msg`This draft is not here any more: it was saved or thrown away, maybe in another window. Look for it in the log.`
    case 'IMPORT_NOT_FOUND':
      return msg`Parasol has forgotten this file, because it was locked or restarted. Rows that were saved are safe in the log. Choose the file again: rows that are in the log already are left out.`
    case 'FILE_EMPTY':
      return msg`There are no rows here. Nothing was added. Choose another file, or another sheet of it.`
    case 'FILE_UNREADABLE':
      return unreadable(data?.field)
    case 'FILE_TOO_LARGE':
      return tooLarge(data)
    case 'UPLOAD_NOT_FOUND':
      return msg`This file is not being added any more. Nothing was added. Choose it again.`
    case 'UPLOAD_TOO_LARGE':
      return msg`This file is bigger than 2 GB. Nothing was added. Cut a film into shorter parts, then add those.`
    case 'SAVE_NO_FOLDER':
      return msg`This folder is not there. Nothing was saved. Look at how it is spelled, or put the drive in again.`
    case 'SAVE_READ_ONLY':
      return msg`Nothing can be saved in this folder. Choose another folder.`
    case 'SAVE_NO_ROOM':
      return msg`There is not enough room in this folder. Nothing was left there. Make room, or choose another folder.`
    case 'CANNOT_CLEAN':
      return msg`This picture is put together in a way that Parasol does not know, so what is hidden in it cannot be taken out. Nothing was saved. You can save it as it was added.`
    case 'FILE_UNKNOWN':
      return msg`This file is not in this record any more. Nothing has changed. Close it and open the record again.`
    case 'FILE_MISSING':
      return msg`A part of this file is not on this computer. What it says about the file is still here. Look on the computer where it was added.`
    case 'FILE_DAMAGED':
      return msg`A part of this file is damaged on this computer, so it is not shown. Nothing else is touched. If you have the file somewhere else, add it again.`
    case 'INVITE_MISTYPED':
      return msg`This is not a whole invite. Nothing has changed. Copy the line again, from its first letter to its last.`
    case 'INVITE_EXPIRED':
      return msg`By the clock of this computer, this invite is too old. Nothing has changed. Check the date on this computer and on the one that made the invite. If both are right, ask for a new one.`
    case 'INVITE_USED':
      return msg`This invite was used already. Nothing has changed. Ask for a new one. If it was not you who used it, tell whoever made it.`
    case 'INVITE_WITHDRAWN':
      return msg`This invite was withdrawn by whoever made it. Nothing has changed. Ask for a new one.`
    case 'INVITE_FOR_COMPUTER':
      return msg`This invite is for a new computer, not for a coalition. Nothing has changed. Use it on a computer where Parasol was never set up.`
    case 'INVITE_FOR_COALITION':
      return msg`This invite leads into a coalition, not to your organisation. Nothing has changed. Ask your keyholder for an invite for a computer.`
    case 'NOT_KEYHOLDER':
      return msg`Only your keyholder’s computer can do this. Nothing has changed. Do it there, or ask your keyholder.`
    case 'TOO_MANY_COMPUTERS':
      return msg`Your organisation has added and removed as many computers as it can. Nothing has changed. The computers that you have go on working.`
    case 'COMPUTER_NOT_FOUND':
      return msg`This computer is not one of yours any more. Nothing has changed. Look at the list of your computers again.`
    case 'COMPUTER_REMOVED':
      return msg`This was not saved: this computer was removed from your organisation. What you wrote is still here. Write it on a computer that belongs to it.`
    case 'NO_ORGANISATION_YET':
      return msg`This computer is not part of your organisation yet. Nothing is lost. Finish adding it first.`
    case 'INVITE_OWN':
      return msg`This is your own invite. Nothing has changed. Give it to the organisation that you want to invite.`
    case 'ALREADY_MEMBER':
      return msg`Your organisation is in this coalition already. There is nothing left to do.`
    case 'SPACE_NOT_FOUND':
      return msg`This coalition is not on this computer. Nothing has changed. Go back to the list of coalitions.`
    case 'PAIRING_NOT_FOUND':
      return msg`This meeting is over. Nothing has changed. Make a new invite, or ask for one, to begin again.`
    case 'PAIRING_STATE':
      return msg`The other side has moved on already. Nothing is lost. Look at what it says now.`
    case 'INTERNET_OFF':
      return msg`To meet a partner, Parasol needs your local network or the internet, and it keeps off both until you say so. Nothing has changed. Switch one of them on first.`
    case 'NEARBY_OFF':
      return msg`Parasol keeps off your local network until you say so. Nothing has changed. Switch it on first.`
    case 'BAD_ADDRESS':
      return msg`This is not the address of a computer nearby, for example 192.168.1.7:49152. Nothing has changed. Ask your partner to read it out again.`
    case 'NOT_REACHED':
      return msg`No Parasol answered at this address. Nothing has changed. Check the numbers, and that both computers are on the same network and have it switched on.`
    case 'BAD_BOOTSTRAP':
      return msg`A meeting point is not written as address:port, for example 192.0.2.7:49737. The list has not changed. Correct it and save again.`
    case 'NEWER_VERSION':
      return msg`This was written by a newer Parasol than yours. It is safe here, but cannot be shown. Update Parasol on this computer.`
    case 'ENGINE_FAULT':
      return msg`Something went wrong inside Parasol. What you saved before is safe. Try again; if it comes back, lock Parasol and unlock it.`
  }
}

/** Why a file cannot be read, by what it is or lacks. */
function unreadable(what: string | undefined): MessageDescriptor {
  switch (what) {
    case 'password':
      return msg`This file has a password, so Parasol cannot read it. Nothing was added. Open it in your spreadsheet program, save a copy without a password, and choose that.`
    case 'xls':
    case 'xlsb':
    case 'ods':
    case 'numbers':
      return msg`Parasol cannot read this kind of spreadsheet. Nothing was added. Open it in your spreadsheet program, save it as .xlsx or CSV, and choose that.`
    case 'markup':
      return msg`This file is a web page, even if its name says that it is a spreadsheet. Nothing was added. Open it in your spreadsheet program, save it as .xlsx or CSV, and choose that.`
    case 'damaged':
      return msg`This file is damaged, or a part of it is missing. Nothing was added. If your spreadsheet program can open it, save it there once more and choose it again. If not, look for another copy.`
    default:
      return msg`Parasol cannot read this file as a table. Nothing was added. Open it in your spreadsheet program, save it as .xlsx or CSV, and choose that.`
  }
}

/** What a file has too much of. */
function tooLarge(data: Problem['data']): MessageDescriptor {
  const limit = i18n.number(data?.limit ?? 0)
  switch (data?.field) {
    case 'rows':
      return msg`This file has more than ${limit} rows. Nothing was added. Split it into smaller files in your spreadsheet program.`
    case 'columns':
      return msg`This file has more than ${limit} columns. Nothing was added. Take away the columns that you do not need in your spreadsheet program, and choose it again.`
    default:
      return msg`This file is too big to bring in at once. Nothing was added. Split it into smaller files in your spreadsheet program.`
  }
}
