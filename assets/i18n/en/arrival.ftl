# The first screen. index.html shows the same before the program has loaded: a test compares the two.

arrival-greeting = Welcome, { $name }
arrival-invited = You are invited to this meeting.
arrival-next = What happens next
arrival-step-check = In the waiting room we check sound and picture with you.
arrival-step-admitted = The meeting office lets you into the meeting.
arrival-step-meeting = Everybody can hear and see you.
arrival-nothing-needed = You need no account, and nothing has to be installed.
arrival-enter = To the waiting room
arrival-entering = One moment, the waiting room is being opened …
arrival-unreachable = We cannot reach the waiting room just now. Please leave this page open, we keep trying.

desk-arriving = One moment, your overview is being opened …
