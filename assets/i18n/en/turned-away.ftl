# Screens of who is not, or not yet, let in.

stranger-title = Welcome
stranger-sentence = You reach your meeting with the personal link in your invitation.
stranger-remedy = Please open that link.
unknown-title = This link is not known
unknown-sentence = Perhaps a part of it was lost when it was copied.
unknown-remedy = Please open the link once more, directly from your invitation.
expired-title = This meeting is over
expired-sentence = Your link was for an earlier meeting.
expired-remedy = You will receive a new invitation for the next meeting.
revoked-title = This invitation is no longer valid
revoked-sentence = The meeting office has taken it back.
revoked-remedy = Please see whether you have received a newer invitation, or ask the meeting office.

rejected-title = You were not let in
rejected-from-staff = The meeting office writes to you
rejected-without-words = Please contact the meeting office.
rejected-stay = You may leave this page open. If the meeting office lets you in after all, things go on here by themselves.

elsewhere-title = You are already taking part elsewhere
elsewhere-sentence = Your link is open in another window or on another device.
elsewhere-note = If you continue here, it will be closed there. Your place is safe.
elsewhere-continue = Continue here
