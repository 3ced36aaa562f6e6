# The page of the Sitzungsdienst.

desk-title = Meeting office
desk-phase-scheduled = Not open yet
desk-phase-open = Open
desk-phase-over = Over
desk-not-live = The connection was lost. What you see may be out of date. It will come back by itself.
desk-waiting-count = { $count ->
    [one] waiting
   *[other] waiting
}
desk-ready-count = ready
desk-admitted-count = let in
desk-absent-count = not here yet
desk-open = Open the meeting
desk-end = End the meeting
desk-admit-all = Let everybody in
desk-write-all = Write to all who wait

desk-waiting = Waiting room
desk-nobody-waits = Nobody is waiting at the moment.
desk-admitted = Let in
desk-rejected = Not let in
desk-absent = Not here yet
desk-since = waiting since { $time }
desk-in-meeting = in the meeting
desk-not-in-meeting = not in the meeting
desk-disconnected = not connected
desk-busy = being done …
desk-read = Was told: { $sentence }

desk-readiness = Checks
desk-hear = Hear
desk-speak = Speak
desk-heard = Is heard
desk-see = See
desk-check = { $step }: { $status }
desk-check-idle = not checked yet
desk-check-running = being checked
desk-check-skipped = left out
desk-check-success = fine
desk-check-failed = fault

desk-admit = Let in
desk-admit-who = Let in { $name }
desk-reject = Turn away
desk-reject-who = Turn away { $name }
desk-remove = Remove
desk-remove-who = Remove { $name } from the meeting
desk-mute = Mute
desk-mute-who = Mute { $name }
desk-write = Write
desk-write-who = Write to { $name }

desk-reject-title = Not let { $name } in?
desk-reject-label = What should the person read? (optional)
desk-reject-hint = For example, whom to contact.
desk-reject-confirm = Do not let in
desk-write-title = Write to { $name }
desk-write-all-title = Write to all who wait
desk-write-label = Your message
desk-write-send = Send
desk-characters-left = { $count ->
    [one] one character left
   *[other] { $count } characters left
}
desk-end-title = End the meeting for everybody?
desk-end-sentence = Everybody leaves the meeting. This cannot be undone.
desk-end-confirm = End for everybody

desk-done-admitted = The person has been let in.
desk-done-all-admitted = Everybody who waited has been let in.
desk-done-rejected = The person was not let in.
desk-done-muted = The person's microphone is off. Only they can switch it on again.
desk-done-written = The message has been sent.
desk-done-opened = The meeting is open.
desk-done-ended = The meeting is over.
desk-failed-no-such-person = This person is not invited to the meeting.
desk-failed-not-now = That is not possible at the moment. Perhaps the person is no longer where you saw them.
desk-failed-bad-text = The message is empty or too long.
desk-failed-meeting-over = The meeting is over already.
desk-failed-not-stored = The server could not store it. Please try again.
desk-failed-engine-silent = The meeting room does not answer. Please try again.
desk-unknown = The connection broke before the answer came. Please see in the list how things stand.
