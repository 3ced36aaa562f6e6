# Waiting room and device check.

waiting-title = Waiting room
waiting-now = What happens now
waiting-scheduled = You are signed in. The meeting office lets you in as soon as it begins.
waiting-open = The meeting is open. The meeting office will let you in shortly.
waiting-stay = Please leave this page open.
waiting-link-returning = The connection was lost. It will come back by itself, and your place is safe.
waiting-link-back = The connection is back. You have kept your place.
waiting-place = Your place
waiting-begins = Start
waiting-minutes = { $minutes ->
    [one] in one minute
   *[other] in { $minutes } minutes
}
waiting-hours = { $hours ->
    [one] in about an hour
   *[other] in about { $hours } hours
}
waiting-days = in { $days } days
waiting-any-moment = any moment now
waiting-messages = From the meeting office

checks-title = Check sound and picture
checks-ready = Everything is ready. There is nothing more for you to do.
checks-progress = { $done } of 3 steps done

hear-title = Hear
hear-silent = We play a sound for you.
hear-play = Play the sound
hear-playing = The sound is playing …
hear-ask = Did you hear the sound?
hear-yes = Yes
hear-no = No
hear-again = Play it again
hear-done = Your loudspeaker works.

speak-title = Speak
speak-idle = Turn on the microphone. If your device asks, choose “Allow”.
speak-start = Turn on microphone
speak-opening = The microphone is being turned on …
speak-say = Please say: “Good evening”
speak-done = Your microphone works.
speak-meter = The bar moves when you speak.

echo-ready = Does your voice arrive, too? In the sound check it goes to the server and comes back. Nobody else hears it.
echo-start = Start sound check
echo-preparing = Preparing the sound check …
echo-speak = Please speak now: tell in two or three sentences what you did today.
echo-progress = How far the sound check is
echo-stop = End sound check
echo-heard = You are heard.
echo-play = Hear how you sound
echo-again = Repeat sound check
echo-no-room = A sound check is not possible at the moment. That is not the fault of your microphone.
echo-no-path = Your sound finds no way to the server from here.
echo-silent = You said nothing during the sound check. Please repeat it, and speak.
echo-lost = Your voice did not come back the way you spoke. Please repeat the sound check.

see-title = See
see-idle = Turn on the camera. If your device asks, choose “Allow”.
see-start = Turn on camera
see-skip = Take part without a camera
see-opening = The camera is being turned on …
see-done = Your camera works.
see-skipped = You take part without a camera.
see-mirror = Your camera picture, as in a mirror

connection-title = Connection
connection-running = The connection is being checked …
connection-done = The connection is fine.

status-idle = To do
status-running = Under way
status-skipped = Left out
status-success = Done
status-failed = Note

choose-speaker = Loudspeaker
choose-microphone = Microphone
choose-camera = Camera
device-unnamed = Device { $number }
