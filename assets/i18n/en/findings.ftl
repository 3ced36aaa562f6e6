# What was found: one sentence that names the fault and the remedy, and the label of one button.

finding-insecure-context = This page was not opened securely, so your browser blocks microphone and camera: please open the link in your invitation once more.
finding-insecure-context-button = Try again
finding-mic-permission-pending = Your device is asking about the microphone: please choose “Allow”.
finding-mic-permission-pending-button = Ask again
finding-mic-permission-dismissed = The question about the microphone was closed: please have it asked again and choose “Allow”.
finding-mic-permission-dismissed-button = Ask again
finding-mic-permission-denied = The microphone is blocked for this page: please tap the symbol next to the address at the very top and allow the microphone.
finding-mic-permission-denied-button = Turn on microphone
finding-mic-missing = We cannot find a microphone: please connect a microphone or headphones with a microphone.
finding-mic-missing-button = Look again
finding-mic-in-use = Another program is using your microphone: please close that program.
finding-mic-in-use-button = Try again
finding-mic-unplugged = The microphone is gone: please plug it in again.
finding-mic-unplugged-button = Look again
finding-mic-failed = The microphone could not be turned on: please try again.
finding-mic-failed-button = Try again
finding-camera-permission-pending = Your device is asking about the camera: please choose “Allow”.
finding-camera-permission-pending-button = Ask again
finding-camera-permission-dismissed = The question about the camera was closed: please have it asked again and choose “Allow”.
finding-camera-permission-dismissed-button = Ask again
finding-camera-permission-denied = The camera is blocked for this page: please tap the symbol next to the address at the very top and allow the camera.
finding-camera-permission-denied-button = Turn on camera
finding-camera-missing = We cannot find a camera: please connect one, or take part without a camera.
finding-camera-missing-button = Look again
finding-camera-in-use = Another program is using your camera: please close that program.
finding-camera-in-use-button = Try again
finding-camera-unplugged = The camera is gone: please plug it in again.
finding-camera-unplugged-button = Look again
finding-camera-failed = The camera could not be turned on: please try again.
finding-camera-failed-button = Try again
finding-sound-locked = Your browser is still holding the sound back: please turn it on with this button.
finding-sound-locked-button = Turn on sound
finding-speaker-not-heard = You did not hear the sound: please turn your device up or choose another loudspeaker.
finding-speaker-not-heard-button = Play the sound again
finding-server-unreachable = We cannot reach the waiting room just now: please leave this page open, we keep trying.
finding-server-unreachable-button = Try now

# What happened to a device and was mended by itself.

notice-other-device = another device
notice-mic-replaced = Your microphone is gone. We are now using: { $device }
notice-mic-returned = Your microphone is back and is used again.
notice-camera-replaced = Your camera is gone. We are now using: { $device }
notice-camera-returned = Your camera is back and is used again.
notice-speaker-replaced = Your loudspeaker is gone. Sound now comes from your device itself.
notice-speaker-returned = Your loudspeaker is back and is used again.
