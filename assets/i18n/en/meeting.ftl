# On the way in, in the meeting, and after it.

joining-title = You are being let in
joining-sentence = One moment, the meeting is being opened …
joining-no-meeting = The meeting room cannot be reached at the moment. You have been let in; the page keeps trying by itself.
joining-muted = Your microphone is off to begin with.

meeting-people = Participants: { $count }
meeting-coming = Sound and picture are being connected.
meeting-alone = You are alone in the meeting at the moment.
meeting-me = You ({ $name })
meeting-speaking = speaking
meeting-muted = Microphone off
meeting-paused = picture paused
meeting-quality-excellent = very good connection
meeting-quality-good = good connection
meeting-quality-poor = weak connection
meeting-quality-lost = connection lost
meeting-shows = { $name } is showing their screen
meeting-share = Show my screen
meeting-share-stop = Stop showing
meeting-sharing = Everybody can see your screen now.
meeting-pages = Pages
meeting-page = Page { $page } of { $count }
meeting-previous = Back
meeting-next = Next
meeting-layout-large = Speaker large
meeting-layout-equal = All the same size
meeting-silenced = The meeting office has switched your microphone off. You can switch it on again.
meeting-mic-refused = This meeting does not take your microphone: nobody hears you. Please call the meeting office.
meeting-camera-refused = This meeting does not take your camera: nobody sees you. Please call the meeting office.
meeting-less = So that the sound comes through, you send no picture and see the others small.
meeting-use-all = Use all pictures again
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
