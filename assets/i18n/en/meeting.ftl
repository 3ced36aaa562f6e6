# On the way in, in the meeting, and after it.

joining-title = You are being let in
joining-sentence = One moment, the meeting is being opened …
joining-muted = Your microphone is off to begin with.

meeting-people = People in the meeting
meeting-alone = You are alone in the meeting at the moment.
meeting-me = You ({ $name })
meeting-speaking = speaking
meeting-muted = Microphone off
meeting-controls = Your buttons
meeting-mic-on = Turn on microphone
meeting-mic-off = Turn off microphone
meeting-camera-on = Turn on camera
meeting-camera-off = Turn off camera
meeting-leave = Leave meeting

ended-left-title = You have left the meeting
ended-left-sentence = You can come back as long as the meeting goes on.
ended-rejoin = Back to the meeting
ended-over-title = The meeting is over
ended-over-sentence = Thank you for taking part. You can close this page now.
